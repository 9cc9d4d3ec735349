import { median, summarize } from '../handler/statistics.mjs';

/**
 * Returns the number of missing, duplicate and out-of-order writes. Waits for late ones: an app may defer its request.
 *
 * @param {{ writes: () => readonly object[], takeWrites: () => readonly object[] }} server
 * @param {readonly (readonly [consentId: string, checked: boolean])[]} wanted
 */
export async function countWrong(server, wanted) {
  for (let time = 0; time < 100 && server.writes().length < wanted.length; time++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const came = server.takeWrites();
  const valuesOf = (id) => came.filter(({ consentId }) => consentId === id).map(({ checked }) => checked);
  const ids = [...new Set([...wanted.map(([id]) => id), ...came.map(({ consentId }) => consentId)])];
  return ids.reduce((sum, id) => {
    const values = wanted.filter(([consentId]) => consentId === id).map(([, checked]) => checked);
    const isRight = values.join() === valuesOf(id).join();
    return sum + (isRight ? 0 : Math.max(1, Math.abs(values.length - valuesOf(id).length)));
  }, 0);
}

/** Clicks boxes all over the page and checks the writes on the server. */
async function clickSome({ call }, server, indexes, subscribers) {
  server.takeWrites();
  const times = await call('toggle', indexes, subscribers);
  const wanted = indexes.map((index, at) => {
    const before = indexes.slice(0, at).filter((other) => other === index).length;
    return [`ci_${index}`, before % 2 === 0];
  });
  const wrong = await countWrong(server, wanted);
  const middle = (key) => median(times.map((time) => time[key]));
  return { committed: middle('committed'), paintable: middle('paintable'), wrong };
}

async function heapOf({ session }) {
  await session.send('HeapProfiler.collectGarbage');
  // Removed nodes are released in a later task.
  await new Promise((resolve) => setTimeout(resolve, 30));
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize;
}

async function metricOf({ session }, wanted) {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === wanted).value;
}

/** Mounts one page of consents, clicks, reads the heap and unmounts. */
async function visit(page, server, count) {
  const { call } = page;
  const times = Math.ceil(20 / count);
  const order = server.add(count);
  const cpu = await metricOf(page, 'TaskDuration');
  const mount = await call('mount', order, 1, times);
  // CPU time excludes other load of the machine, unlike wall-clock time, and includes the work after the mount.
  const mountCpu = (1000 * ((await metricOf(page, 'TaskDuration')) - cpu)) / times;
  const indexes = Array.from({ length: 6 }, (_, index) => Math.floor((index * count) / 6));
  const toggle = await clickSome(page, server, indexes);
  await call('unmount');
  return { mount, mountCpu, ...toggle };
}

/** Heap in bytes and DOM nodes per mounted box. */
async function weigh(page, server, count) {
  const order = server.add(count);
  const heap = await heapOf(page);
  await page.call('mount', order);
  const held = {
    heap: ((await heapOf(page)) - heap) / count,
    nodes: (await page.call('countNodes')) / count,
  };
  await page.call('unmount');
  return held;
}

/** Mount, toggle and heap of every app by the number of consents; apps take turns within a round. */
export async function measureSizes({ server, pages }, { rounds, counts, floor }) {
  for (const { session } of pages) await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  for (const page of pages) for (const count of [1, 100]) await visit(page, server, count);
  const tables = [];
  for (const count of counts) {
    const measured = [];
    for (let round = 0; round < rounds; round++) {
      const found = new Map();
      for (let index = 0; index < pages.length; index++) {
        const page = pages[(index + round) % pages.length];
        found.set(page.name, await visit(page, server, count));
      }
      measured.push(found);
    }
    const weights = new Map();
    for (const page of pages) {
      const all = [];
      for (let time = 0; time < 3; time++) all.push(await weigh(page, server, count));
      weights.set(page.name, {
        heap: median(all.map(({ heap }) => heap)),
        nodes: median(all.map(({ nodes }) => nodes)),
      });
    }
    const rows = pages.map(({ name }) => {
      const all = (value) => summarize(measured.map((found) => value(found.get(name), found.get(floor))));
      const { heap, nodes } = weights.get(name);
      return {
        name,
        mount: all((one) => one.mount),
        mountRatio: all((one, base) => one.mount / base.mount),
        mountCpu: all((one) => one.mountCpu),
        mountCpuRatio: all((one, base) => one.mountCpu / base.mountCpu),
        committed: all((one) => one.committed),
        committedRatio: all((one, base) => one.committed / base.committed),
        paintable: all((one) => one.paintable),
        paintableRatio: all((one, base) => one.paintable / base.paintable),
        heap,
        heapRatio: heap / weights.get(floor).heap,
        nodes,
        wrongWrites: measured.reduce((sum, found) => sum + found.get(name).wrong, 0),
      };
    });
    tables.push({ count, rows });
  }
  return tables;
}

/** Milliseconds from a click until all boxes of the same consent show it. */
export async function measureSubscribers({ server, pages }, { rounds, counts }) {
  const measured = new Map();
  const visitAll = async (count, round) => {
    for (let index = 0; index < pages.length; index++) {
      const page = pages[(index + round) % pages.length];
      const mount = await page.call('mount', server.add(1), count);
      const toggle = await clickSome(page, server, [0, 0, 0, 0], count);
      await page.call('unmount');
      const key = `${page.name} ${count}`;
      measured.set(key, [...(measured.get(key) ?? []), { mount, ...toggle }]);
    }
  };
  for (const count of counts) await visitAll(count, 0);
  measured.clear();
  for (let round = 0; round < rounds; round++) for (const count of counts) await visitAll(count, round);
  return pages.map(({ name }) => {
    const rows = counts.map((count) => {
      const all = measured.get(`${name} ${count}`);
      return {
        count,
        mount: summarize(all.map(({ mount }) => mount)),
        paintable: summarize(all.map(({ paintable }) => paintable)),
      };
    });
    const all = counts.flatMap((count) => measured.get(`${name} ${count}`));
    return { name, rows, wrongWrites: all.reduce((sum, { wrong }) => sum + wrong, 0) };
  });
}
