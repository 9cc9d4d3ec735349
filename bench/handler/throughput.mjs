import { contenders } from './contenders.mjs';
import { start } from './processes.mjs';
import { median, spread } from './statistics.mjs';

/** @typedef {{ name: string, perSecond: number, cpu: number, failures: number }} Measure */

/**
 * Lets the contenders take turns in front of one upstream. Each round starts with another of them, and ratios are taken
 * within a round, so that what else the machine does hits all alike.
 *
 * @param {{ rounds: number, seconds: number, names: readonly string[] }} options
 */
export async function measureThroughput({ rounds, seconds, names }) {
  const upstream = await start('upstream.mjs');
  const load = await start('load.mjs');
  const proxies = await Promise.all(
    names.map(async (name) => ({ name, ...(await start('proxy.mjs', [name, upstream.ready])) })),
  );
  const run = async (proxy, method, connections, duration) => {
    const before = await proxy.ask('cpu');
    const { count, perSecond, failures } = await load.ask('run', {
      origin: proxy.ready,
      method,
      connections,
      seconds: duration,
    });
    return { name: proxy.name, perSecond, cpu: ((await proxy.ask('cpu')) - before) / count, failures };
  };

  for (const method of ['PATCH', 'GET']) for (const proxy of proxies) await run(proxy, method, 10, 2);
  const tables = [];
  for (const method of ['PATCH', 'GET'])
    for (const connections of [10, 50]) {
      /** @type {Measure[][]} */
      const measured = [];
      for (let round = 0; round < rounds; round++) {
        const turn = proxies.map((_, index) => proxies[(index + round) % proxies.length]);
        const measures = [];
        for (const proxy of turn) measures.push(await run(proxy, method, connections, seconds));
        measured.push(measures);
      }
      tables.push({ method, connections, rows: names.map((name) => summarize(name, measured)) });
    }
  await Promise.all([upstream, load, ...proxies].map(({ stop }) => stop()));
  return tables;
}

/** @param {string} name @param {readonly (readonly Measure[])[]} rounds */
function summarize(name, rounds) {
  const pairs = rounds.map((measures) => ({
    own: measures.find((measure) => measure.name === name),
    base: measures.find((measure) => measure.name === 'base'),
  }));
  const perSecondRatios = pairs.map(({ own, base }) => own.perSecond / base.perSecond);
  const cpuRatios = pairs.map(({ own, base }) => own.cpu / base.cpu);
  return {
    name,
    perSecond: spread(
      pairs.map(({ own }) => own.perSecond),
      0,
    ),
    perSecondRatio: median(perSecondRatios),
    cpu: spread(
      pairs.map(({ own }) => own.cpu),
      0,
    ),
    cpuRatio: median(cpuRatios),
    ratios: `${spread(perSecondRatios, 2)} ${spread(cpuRatios, 2)}`,
    failures: pairs.reduce((sum, { own }) => sum + own.failures, 0),
  };
}
