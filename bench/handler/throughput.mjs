import { start } from './processes.mjs';
import { summarize } from './statistics.mjs';
import { operations } from './traffic.mjs';

/** @typedef {{ name: string, perSecond: number, cpu: number, failures: number }} Measure */

/**
 * Runs the contenders in turn in front of one upstream. Each round starts with another one, and ratios are computed
 * within a round, so that other load of the machine affects all alike.
 *
 * @param {{ rounds: number, seconds: number, names: readonly string[], chosen: readonly string[] }} options
 */
export async function measureThroughput({ rounds, seconds, names, chosen }) {
  const upstream = await start('upstream.mjs');
  const load = await start('load.mjs');
  const proxies = await Promise.all(
    names.map(async (name) => ({ name, ...(await start('proxy.mjs', [name, upstream.ready])) })),
  );
  const run = async (proxy, methods, connections, duration) => {
    const before = await proxy.ask('cpu');
    const { count, perSecond, failures } = await load.ask('run', {
      origin: proxy.ready,
      methods,
      connections,
      seconds: duration,
    });
    return { name: proxy.name, perSecond, cpu: ((await proxy.ask('cpu')) - before) / count, failures };
  };

  for (const proxy of proxies) await run(proxy, operations.mix, 10, 3);
  const tables = [];
  for (const operation of chosen)
    for (const connections of [10, 50]) {
      /** @type {Measure[][]} */
      const measured = [];
      for (let round = 0; round < rounds; round++) {
        const turn = proxies.map((_, index) => proxies[(index + round) % proxies.length]);
        const measures = [];
        for (const proxy of turn)
          measures.push(await run(proxy, operations[operation], connections, seconds));
        measured.push(measures);
      }
      tables.push({ operation, connections, rows: names.map((name) => compare(name, measured)) });
    }
  await Promise.all([upstream, load, ...proxies].map(({ stop }) => stop()));
  return tables;
}

/** Ratios of one contender to the base of the same round. @param {string} name @param {readonly (readonly Measure[])[]} rounds */
function compare(name, rounds) {
  const pairs = rounds.map((measures) => ({
    own: measures.find((measure) => measure.name === name),
    base: measures.find((measure) => measure.name === 'base'),
  }));
  const over = (/** @type {(pair: any) => number} */ read) => summarize(pairs.map(read));
  return {
    name,
    perSecond: over(({ own }) => own.perSecond),
    perSecondRatio: over(({ own, base }) => own.perSecond / base.perSecond),
    cpuMicroseconds: over(({ own }) => own.cpu),
    cpuRatio: over(({ own, base }) => own.cpu / base.cpu),
    failures: pairs.reduce((sum, { own }) => sum + own.failures, 0),
  };
}
