import { start } from './processes.mjs';
import { circumstances, save } from './result.mjs';
import { show, summarize } from './statistics.mjs';
import { apiBase, mount, operations, secretHeaders } from './traffic.mjs';

// The latency that the handler adds without overload: 200 requests per second, 100 ms upstream.

const rounds = Number(process.env.ROUNDS ?? 6);
const seconds = Number(process.env.SECONDS ?? 10);
const rate = 200;
const delay = 100;

const where = circumstances();
const load = await start('load.mjs');
// Two upstreams, so that the sockets of the handler are counted separately.
const [direct, upstream] = await Promise.all([start('upstream.mjs'), start('upstream.mjs')]);
const proxy = await start('proxy.mjs', ['ours', upstream.ready]);
await Promise.all([direct.ask('delay', delay), upstream.ask('delay', delay)]);

const steadily = (/** @type {object} */ parameter, duration = seconds) =>
  load.ask('runSteadily', { methods: operations.mix, rate, seconds: duration, ...parameter });
const ways = {
  direct: { origin: direct.ready, from: mount, to: apiBase, headers: secretHeaders },
  handler: { origin: proxy.ready },
};

// Warm-up of one round, so that the measured code is compiled.
for (const way of Object.values(ways)) await steadily(way, 10);
await upstream.ask('seen');
const measured = [];
for (let round = 0; round < rounds; round++) {
  const names = round % 2 === 0 ? ['direct', 'handler'] : ['handler', 'direct'];
  /** @type {any} */
  const measures = {};
  for (const name of names) measures[name] = await steadily(ways[name]);
  measured.push(measures);
}
const { mostSockets } = await upstream.ask('seen');
await Promise.all([load, direct, upstream, proxy].map(({ stop }) => stop()));

const over = (/** @type {(measures: any) => number} */ read) => summarize(measured.map(read));
const times = Object.fromEntries(
  ['p50', 'p99', 'longest'].map((name) => [
    name,
    {
      direct: over(({ direct }) => direct[name]),
      handler: over(({ handler }) => handler[name]),
      overhead: over(({ direct, handler }) => handler[name] - direct[name]),
    },
  ]),
);
const count = (/** @type {string} */ way, /** @type {string} */ what) =>
  measured.reduce((sum, measures) => sum + measures[way][what], 0);
const failures = { direct: count('direct', 'failures'), handler: count('handler', 'failures') };

console.log(`${rate} requests a second, ${delay} ms upstream, milliseconds`);
console.table(
  Object.fromEntries(
    Object.entries(times).map(([name, { direct, handler, overhead }]) => [
      name,
      { direct: show(direct, 1), handler: show(handler, 1), overhead: show(overhead, 1) },
    ]),
  ),
);
console.log(
  `${count('handler', 'count')} requests, failures`,
  failures,
  `sockets upstream at most: ${mostSockets}`,
);
save('latency', { ...where, rounds, seconds, rate, delay, times, failures, mostSockets, measured });
