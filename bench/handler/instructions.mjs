import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start } from './processes.mjs';
import { circumstances, save } from './result.mjs';
import { operations } from './traffic.mjs';

// Counts the instructions that a contender executes for a request, with valgrind. The counts do not depend on the speed or
// the load of the machine. They leave out the kernel, so a contender with more system calls looks better than it is.

const names = process.env.CONTENDERS?.split(',') ?? [
  'base',
  'base that reduces',
  'ours',
  '@fastify/http-proxy',
];
const chosen = process.env.OPERATIONS?.split(',') ?? Object.keys(operations);
// Starting, compiling and the first request of each shopper are in both counts, and not in their difference.
const [fewer = 0, more = 0] = (process.env.COUNTS ?? '8000,24000').split(',').map(Number);

const where = circumstances();
const folder = mkdtempSync(join(tmpdir(), 'instructions-'));
const upstream = await start('upstream.mjs');
const load = await start('load.mjs');

/** Instructions of a process that serves a number of requests. */
async function count(/** @type {string} */ name, /** @type {object} */ traffic) {
  const file = join(folder, 'count');
  const valgrind = ['-q', '--tool=cachegrind', '--cache-sim=no', '--smc-check=all-non-file'];
  const proxy = await start('proxy.mjs', [name, upstream.ready], {
    execPath: 'valgrind',
    // One thread, so that the collector and the compiler do the same work in each run.
    execArgv: [...valgrind, `--cachegrind-out-file=${file}`, process.execPath, '--single-threaded'],
  });
  const { failures } = await load.ask('runThrough', { origin: proxy.ready, ...traffic });
  await proxy.stop();
  if (failures > 0) throw new Error(`${name}: ${failures} requests failed`);
  return Number(/^summary: (\d+)/m.exec(readFileSync(file, 'utf8'))?.[1]);
}

const tables = [];
for (const operation of chosen)
  for (const connections of [10, 50]) {
    const rows = [];
    for (const name of names) {
      const traffic = { methods: operations[operation], connections };
      const [low, high] = [
        await count(name, { ...traffic, count: fewer }),
        await count(name, { ...traffic, count: more }),
      ];
      rows.push({ name, thousands: (high - low) / (more - fewer) / 1_000 });
    }
    console.log(`${operation}, ${connections} at once, thousands of instructions per request`);
    for (const { name, thousands } of rows) console.log(thousands.toFixed(1).padStart(8), name);
    tables.push({ operation, connections, rows });
  }
await Promise.all([upstream, load].map(({ stop }) => stop()));
rmSync(folder, { recursive: true });
save('instructions', { ...where, fewer, more, tables });
