import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start } from './processes.mjs';
import { operations } from './traffic.mjs';

// Prints the CPU time of a contender by function: node bench/handler/profile.mjs [contender] [operation]

const [name = 'ours', operation = 'GET order'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'profile-'));
const upstream = await start('upstream.mjs');
const load = await start('load.mjs');
const proxy = await start('proxy.mjs', [name, upstream.ready], {
  execArgv: ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=100'],
});
const run = () =>
  load.ask('run', { origin: proxy.ready, methods: operations[operation], connections: 10, seconds: 12 });
const { count } = await run();
await Promise.all([upstream, load, proxy].map(({ stop }) => stop()));

const [file = ''] = readdirSync(folder);
const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
rmSync(folder, { recursive: true });
const places = new Map(
  nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => [
    id,
    `${functionName || '(anonymous)'} ${url.replace(/^.*node_modules\//, '')}${url && `:${lineNumber + 1}`}`,
  ]),
);
/** @type {Map<string, number>} */
const own = new Map();
samples.forEach((/** @type {number} */ id, /** @type {number} */ index) => {
  const place = places.get(id);
  own.set(place, (own.get(place) ?? 0) + timeDeltas[index]);
});
console.log(`${name}, ${operation}: µs a request of ${count}`);
for (const [place, time] of [...own].sort(([, a], [, b]) => b - a).slice(0, Number(process.env.ROWS ?? 45)))
  console.log(`${(time / count).toFixed(2).padStart(8)}  ${place}`);
