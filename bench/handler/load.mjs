import { setTimeout } from 'node:timers/promises';
import autocannon from 'autocannon';
import { Pool } from 'undici';
import { answer } from './processes.mjs';
import { quantile } from './statistics.mjs';
import { createRequests } from './traffic.mjs';

/**
 * Closed load: each connection sends its next request when the previous response has arrived. It has shoppers of its own,
 * because autocannon starts all connections with the same request, and a shopper has one page open, not fifty.
 */
async function run({ origin, methods, connections, seconds }) {
  const requests = await createRequests(methods, origin);
  const share = requests.length / connections;
  let clients = 0;
  const {
    start,
    finish,
    requests: done,
    errors,
    timeouts,
    non2xx,
  } = await autocannon({
    url: origin,
    connections,
    duration: seconds,
    setupClient: (client) => {
      const first = share * clients++;
      client.setRequests(requests.slice(first, first + share));
    },
  });
  return {
    count: done.total,
    perSecond: done.total / ((finish.getTime() - start.getTime()) / 1000),
    failures: errors + timeouts + non2xx,
  };
}

/** Closed load of a number of requests, however long they take. */
async function runThrough({ origin, methods, connections, count }) {
  const requests = await createRequests(methods, origin);
  const pool = new Pool(origin, { connections, headersTimeout: 0, bodyTimeout: 0 });
  let next = 0;
  let failures = 0;
  const sendInTurn = async () => {
    while (next < count) {
      const answer = await pool.request(requests[next++ % requests.length]);
      await answer.body.dump();
      if (answer.statusCode !== 200) failures++;
    }
  };
  await Promise.all(Array.from({ length: connections }, sendInTurn));
  await pool.close();
  return { failures };
}

/**
 * Open load: a fixed number of requests per second, whether responses arrive or not. Each is timed from when it was due,
 * so that a proxy that stalls cannot hide it.
 *
 * @param {{ origin: string, methods: readonly import('./traffic.mjs').Method[], rate: number, seconds: number, headers?: Record<string, string>, from?: string, to?: string }} parameter
 */
async function runSteadily({ origin, methods, rate, seconds, headers = {}, from = '', to = '' }) {
  const requests = await createRequests(methods, origin);
  const pool = new Pool(origin, { connections: 256 });
  /** @type {number[]} */
  const times = [];
  let failures = 0;
  const send = async (/** @type {number} */ due, /** @type {number} */ index) => {
    const { path, headers: own, ...request } = requests[index % requests.length];
    try {
      const answer = await pool.request({
        ...request,
        path: path.replace(from, to),
        headers: { ...own, ...headers },
      });
      await answer.body.dump();
      if (answer.statusCode !== 200) failures++;
    } catch {
      failures++;
    }
    times.push(performance.now() - due);
  };
  const started = performance.now();
  /** @type {Promise<void>[]} */
  const underWay = [];
  for (let index = 0; index < rate * seconds; index++) {
    const due = started + (index * 1_000) / rate;
    while (performance.now() < due) await setTimeout(1);
    underWay.push(send(due, index));
  }
  await Promise.all(underWay);
  await pool.close();
  return {
    count: times.length,
    failures,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    longest: quantile(times, 1),
  };
}

answer('ready', { run, runThrough, runSteadily });
