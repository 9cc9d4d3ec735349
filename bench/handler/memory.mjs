import { setTimeout } from 'node:timers/promises';
import { start } from './processes.mjs';
import { circumstances, save } from './result.mjs';
import { slope } from './statistics.mjs';
import { operations } from './traffic.mjs';

// Reads the heap of the handler after a garbage collection, every 15 s under a steady load, to detect leaks.

const minutes = Number(process.argv[2] ?? 10);
const every = Number(process.env.EVERY ?? 15);
const rate = 200;
const delay = 100;

const where = circumstances();
const upstream = await start('upstream.mjs');
await upstream.ask('delay', delay);
const load = await start('load.mjs');
const proxy = await start('proxy.mjs', ['ours', upstream.ready], { execArgv: ['--expose-gc'] });

const began = performance.now();
const run = load.ask('runSteadily', {
  origin: proxy.ready,
  methods: operations.mix,
  rate,
  seconds: minutes * 60,
});
/** @type {{ minute: number, heapUsed: number, rss: number }[]} */
const samples = [];
for (let at = every; at <= minutes * 60; at += every) {
  await setTimeout(began + at * 1_000 - performance.now());
  const { heapUsed, rss } = await proxy.ask('memory');
  samples.push({ minute: at / 60, heapUsed, rss });
  console.log(
    `${(at / 60).toFixed(2)} min: heap ${(heapUsed / 1e6).toFixed(2)} MB, all ${(rss / 1e6).toFixed(0)} MB`,
  );
}
const passed = await run;
const { mostSockets } = await upstream.ask('seen');
await Promise.all([load, upstream, proxy].map(({ stop }) => stop()));

// The engine still compiles code at first.
const settled = samples.filter(({ minute }) => minute > minutes / 5);
const growth = slope(settled.map(({ minute, heapUsed }) => /** @type {const} */ ([minute, heapUsed / 1e3])));
const kilobytesPerMinute = { slope: growth.perX, standardError: growth.error };
const bytesPerRequest = (growth.perX * 1e3) / (rate * 60);

console.log(
  `heap: ${growth.perX.toFixed(2)} ± ${growth.error.toFixed(2)} kB a minute, ${bytesPerRequest.toFixed(2)} bytes a request`,
);
console.log(passed, `sockets upstream at most: ${mostSockets}`);
save('memory', {
  ...where,
  minutes,
  rate,
  delay,
  kilobytesPerMinute,
  bytesPerRequest,
  ...passed,
  mostSockets,
  samples,
});
