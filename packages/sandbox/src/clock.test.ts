import { expect, test } from 'vitest';
import { sendRequest } from '../test/request.ts';
import type { Clock } from './clock.ts';
import { createSandbox } from './sandbox.ts';

test('all waiting uses the clock', async () => {
  const waits: number[] = [];
  let time = Date.UTC(2026, 0, 1);
  const clock: Clock = {
    now: () => time,
    setTimeout: (task, ms) => {
      waits.push(ms);
      queueMicrotask(() => {
        time += ms;
        task();
      });
      return () => undefined;
    },
  };
  const sandbox = createSandbox({ clock, latency: 60_000 });
  const { id } = sandbox.orders.create();
  sandbox.faults.add({ kind: 'delay', before: 1_000, after: 2_000 });
  await sendRequest(sandbox.fetch, 'PATCH', `/${id}/consents/ci_terms`, { body: { checked: true } });
  expect(waits).toEqual([60_000, 1_000, 2_000]);
  expect(sandbox.orders.get(id)).toMatchObject({
    created: '2026-01-01T00:00:00.000Z',
    lastModified: '2026-01-01T00:01:01.000Z',
  });
  expect(sandbox.receipts.list()[0]?.time).toBe(Date.UTC(2026, 0, 1));
});
