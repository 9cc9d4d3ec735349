import { getEventListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { createOrderClient } from './index.ts';

test('ML2: 20,000 calls leak neither listeners nor memory', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const { signal } = new AbortController();
  const client = createOrderClient({
    baseUrl: 'https://shop.example',
    fetch: () => Promise.resolve(new Response(null)),
    retry: 0,
  });
  const heapAfter = async (calls: number) => {
    for (let call = 0; call < calls; call += 10) {
      await Promise.all(Array.from({ length: 10 }, () => client.patchConsent('o1', 'a', true, { signal })));
    }
    // V8 clears weak references only between turns of the event loop.
    for (let turn = 0; turn < 3; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      collect();
    }
    return process.memoryUsage().heapUsed;
  };
  const before = await heapAfter(5_000);
  const after = await heapAfter(15_000);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  // Leaves room for hash tables of the platform, which grow by doubling. AbortSignal.any would leak 1200 bytes per call.
  expect((after - before) / 15_000).toBeLessThan(600);
});
