import { expect, onTestFinished, test, vi } from 'vitest';
import { createDelivery, row } from '../../test/deliveries.ts';
import type { DeliveryEvent } from './consent-delivery.ts';
import { createConsentDelivery } from './consent-delivery.ts';
import { memoryDeliveryStore } from './memory-store.ts';
import { RejectedAnswerError } from './types.ts';

test('DL1: an order that is not completed delivers nothing, until it is', async () => {
  const { order, delivery, keys, answer } = createDelivery();
  order.status = 'checkout';
  await answer('a');
  for (const status of ['checkout', 'processing', 'accepted', 'declined', 'removed']) {
    order.status = status;
    expect(await delivery.orderChanged('o_1')).toBe(false);
    await delivery.poll();
    expect(await delivery.run()).toBe(0);
  }
  order.status = 'completed';
  expect(await delivery.orderChanged('o_1')).toBe(true);
  expect(await delivery.run()).toBe(1);
  expect(keys()).toEqual(['a']);
});

test('DL1: a poll finds a completed order of which no hook reported', async () => {
  const { delivery, keys, answer } = createDelivery();
  await answer('a');
  await delivery.poll();
  await delivery.run();
  expect(keys()).toEqual(['a']);
});

test('DL1: a report that is repeated delivers nothing twice', async () => {
  const { delivery, keys, answer } = createDelivery();
  await answer('a');
  for (let report = 0; report < 3; report++) {
    await delivery.orderChanged('o_1');
    await delivery.run();
  }
  expect(keys()).toEqual(['a']);
});

test('DL2: a withdrawal after the purchase arrives, also once the order is declined', async () => {
  const { order, delivery, delivered, answer } = createDelivery();
  await answer('a');
  await delivery.orderChanged('o_1');
  await delivery.run();
  order.status = 'declined';
  await answer('b', { checked: false, pageId: 'account', sequence: 1 });
  await delivery.run();
  expect(delivered.map(({ change, isCurrent }) => [change, isCurrent])).toEqual([
    ['given', true],
    ['withdrawn', true],
  ]);
});

test('DL2: a withdrawal that the order refuses arrives as such if the shop logs it', async () => {
  const { order, delivery, delivered, answer } = createDelivery();
  await answer('a');
  await delivery.orderChanged('o_1');
  await delivery.run();
  await answer('b', { checked: false, pageId: 'b', sequence: 1 });
  order.checked = true;
  await delivery.run();
  expect(delivered.map(({ change, isCurrent }) => [change, isCurrent])).toEqual([
    ['given', true],
    ['withdrawn', false],
  ]);
});

test('DL2: the first answer may come after the purchase', async () => {
  const { delivery, keys, answer } = createDelivery();
  await delivery.orderChanged('o_1');
  expect(await delivery.run()).toBe(0);
  await answer('a');
  await delivery.run();
  expect(keys()).toEqual(['a']);
});

test('DL3: a tick that was withdrawn before the purchase is not current, and its un-tick withdraws nothing', async () => {
  const { delivery, delivered, answer } = createDelivery();
  await answer('a');
  await answer('b', { checked: false, sequence: 2 });
  await delivery.orderChanged('o_1');
  await delivery.run();
  expect(delivered.map(({ change, isCurrent }) => [change, isCurrent])).toEqual([
    ['given', false],
    ['refused', true],
  ]);
});

test('DL3: a tick that the order does not hold is not current', async () => {
  const { order, delivery, delivered, answer } = createDelivery();
  await answer('a');
  order.checked = false;
  await delivery.orderChanged('o_1');
  await delivery.run();
  expect(delivered).toMatchObject([{ change: 'given', isCurrent: false }]);
});

test('DL3: an un-tick after a call whose response was lost is a withdrawal', async () => {
  const changes: string[] = [];
  const { delivery, answer } = createDelivery(
    {
      deliver: ({ change }) => {
        changes.push(change);
        return change === 'given' ? Promise.reject(new Error('lost')) : Promise.resolve(undefined);
      },
    },
    { attempts: 1 },
  );
  await answer('a');
  await delivery.orderChanged('o_1');
  await delivery.run();
  await answer('b', { checked: false, sequence: 2 });
  await delivery.run();
  expect(changes).toEqual(['given', 'withdrawn']);
});

test('DL4: a row that arrives after a newer one of its page was handed over is not handed over', async () => {
  const { delivery, keys, answer } = createDelivery();
  await delivery.orderChanged('o_1');
  await answer('b', { checked: false, sequence: 2 });
  await delivery.run();
  await answer('a', { sequence: 1 });
  await delivery.run();
  expect(keys()).toEqual(['b']);
  expect((await delivery.list('o_1')).map(({ state }) => state)).toEqual(['delivered', 'overtaken']);
});

test('DL4: rows of one page are handed over by their numbers, in whichever order they arrived', async () => {
  const { delivery, keys, store } = createDelivery();
  store.writeAll([row('c', { sequence: 3 }), row('a'), row('b', { sequence: 2, checked: false })]);
  await delivery.orderChanged('o_1');
  await delivery.run();
  expect(keys()).toEqual(['a', 'b', 'c']);
});

test('DL4: clocks of servers that differ change no order', async () => {
  const { delivery, keys, store } = createDelivery();
  store.writeAll([row('a', { time: '2026-01-01T00:09:00.000Z' })]);
  store.writeAll([row('b', { time: '2026-01-01T00:01:00.000Z', pageId: 'account', checked: false })]);
  await delivery.orderChanged('o_1');
  await delivery.run();
  expect(keys()).toEqual(['a', 'b']);
});

test('DL5: a failed answer is repeated with its key, holds back the next one, and ends in the dead-letter list', async () => {
  const attempts: string[] = [];
  const events: DeliveryEvent[] = [];
  const { delivery, answer } = createDelivery(
    {
      deliver: ({ idempotencyKey, attempt }) => {
        attempts.push(`${idempotencyKey}${attempt}`);
        return idempotencyKey === 'a'
          ? Promise.reject(new TypeError('ebba@shop.example'))
          : Promise.resolve();
      },
      onEvent: (event) => events.push(event),
    },
    { attempts: 3, retryDelay: 0 },
  );
  await delivery.orderChanged('o_1');
  await answer('a');
  await answer('b', { checked: false, sequence: 2 });
  await delivery.run();
  expect(attempts).toEqual(['a1', 'a2', 'a3', 'b1']);
  expect(await delivery.deadLetters()).toMatchObject([
    { idempotencyKey: 'a', state: 'dead', attempts: 3, error: 'TypeError' },
  ]);
  expect(JSON.stringify(events)).not.toContain('ebba');
  expect(events.map(({ level }) => level)).toEqual(['error', 'error', 'error', 'info']);
});

test('DL5: an error of deliver that cannot be read counts as any other', async () => {
  const unreadable = new Proxy(new Error('canary'), {
    getPrototypeOf: () => {
      throw new Error('canary');
    },
  });
  const events: DeliveryEvent[] = [];
  const { delivery, answer } = createDelivery(
    { deliver: () => Promise.reject(unreadable), onEvent: (event) => events.push(event) },
    { retryDelay: 0, attempts: 2 },
  );
  await delivery.orderChanged('o_1');
  await answer('a');
  await delivery.run();
  expect(events).toMatchObject([
    { step: 'deliver', attempt: 1, error: 'thrown value' },
    { step: 'deliver', attempt: 2, error: 'thrown value' },
  ]);
  expect(await delivery.deadLetters()).toMatchObject([{ state: 'dead', error: 'thrown value' }]);
});

test('DL5: attempts wait longer each time', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    let attempts = 0;
    const failing = () => Promise.reject(new Error(`${attempts++}`));
    const { delivery, answer } = createDelivery({ deliver: failing }, { retryDelay: 1_000, attempts: 9 });
    await delivery.orderChanged('o_1');
    await answer('a');
    const counts: number[] = [];
    for (let second = 0; second < 8; second++) {
      await delivery.run();
      counts.push(attempts);
      vi.setSystemTime(Date.now() + 1_000);
    }
    expect(counts).toEqual([1, 2, 2, 3, 3, 3, 3, 4]);
  } finally {
    vi.useRealTimers();
  }
});

test('DL5: a rejected answer is a dead letter at once, and can be delivered again unless a newer one was', async () => {
  let isRejected = true;
  const { delivery, answer, keys } = createDelivery({
    deliver: () => (isRejected ? Promise.reject(new RejectedAnswerError('no address')) : Promise.resolve()),
  });
  await delivery.orderChanged('o_1');
  await answer('a');
  expect(await delivery.run()).toBe(1);
  isRejected = false;
  expect(await delivery.redeliver('a')).toBe(true);
  expect(await delivery.redeliver('a')).toBe(false);
  await delivery.run();
  expect(await delivery.list('o_1')).toMatchObject([{ state: 'delivered', attempts: 1, error: undefined }]);

  isRejected = true;
  await answer('b', { checked: false, sequence: 2 });
  await delivery.run();
  isRejected = false;
  await answer('c', { sequence: 3 });
  await delivery.run();
  expect(await delivery.redeliver('b')).toBe(false);
  expect(keys()).toEqual([]);
});

test('DL5: an answer that is delivered again still counts as handed over, so none before it follows', async () => {
  let isDown = false;
  const sent: string[] = [];
  const { delivery, answer } = createDelivery({
    deliver: ({ idempotencyKey, checked }) => {
      sent.push(idempotencyKey);
      if (isDown) return Promise.reject(new RejectedAnswerError());
      return Promise.resolve(checked ? ('pending' as const) : undefined);
    },
  });
  await delivery.orderChanged('o_1');
  await answer('a');
  await delivery.run();
  isDown = true;
  await answer('b', { sequence: 3 });
  await delivery.run();
  await answer('c', { sequence: 4, checked: false });
  await delivery.run();
  expect((await delivery.deadLetters()).map(({ idempotencyKey }) => idempotencyKey)).toEqual(['b', 'c']);
  // Each of them may have arrived.
  expect(await delivery.redeliver('c')).toBe(true);
  expect(await delivery.redeliver('b')).toBe(false);
  expect(await delivery.confirm('a')).toBe(false);
  // A row that arrives late, of an answer before them.
  await answer('late', { sequence: 2 });
  isDown = false;
  await delivery.run();
  expect(sent).toEqual(['a', 'b', 'c', 'c']);
  expect((await delivery.list('o_1')).map(({ state }) => state)).toEqual([
    'pending',
    'dead',
    'delivered',
    'overtaken',
  ]);
});

test.each(['store', 'admin', 'deliver'])('a delivery without %s is not created', (missing) => {
  const admin = { getOrder: () => Promise.resolve({}) };
  const parts = { store: memoryDeliveryStore(), admin, deliver: () => Promise.resolve() };
  expect(() => createConsentDelivery({ ...parts, [missing]: undefined })).toThrow(
    `createConsentDelivery: ${missing} is missing.`,
  );
});

test.each(['isCompleted', 'onEvent'])(
  'a delivery with a value in place of the function %s is not created',
  (name) => {
    const admin = { getOrder: () => Promise.resolve({}) };
    const parts = { store: memoryDeliveryStore(), admin, deliver: () => Promise.resolve() };
    expect(() => createConsentDelivery({ ...parts, [name]: 'completed' })).toThrow(
      `createConsentDelivery: ${name} is not a function`,
    );
  },
);

test('DL6: an answer that waits for the person is pending, and a withdrawal ends that', async () => {
  const { delivery, answer } = createDelivery({
    deliver: ({ checked }) => Promise.resolve(checked ? ('pending' as const) : undefined),
  });
  await delivery.orderChanged('o_1');
  await answer('a');
  await delivery.run();
  expect(await delivery.list('o_1')).toMatchObject([{ state: 'pending' }]);
  expect(await delivery.confirm('a')).toBe(true);
  expect(await delivery.confirm('a')).toBe(false);
  await answer('b', { sequence: 2 });
  await delivery.run();
  await answer('c', { sequence: 3, checked: false });
  await delivery.run();
  expect(await delivery.confirm('b')).toBe(false);
});

test('DL6: an answer whose withdrawal waits cannot be confirmed', async () => {
  const { delivery, answer } = createDelivery({
    deliver: ({ checked }) => Promise.resolve(checked ? ('pending' as const) : undefined),
  });
  await delivery.orderChanged('o_1');
  await answer('a');
  await delivery.run();
  await answer('b', { sequence: 2, checked: false });
  expect(await delivery.confirm('a')).toBe(false);
  await delivery.run();
  expect((await delivery.list('o_1')).map(({ state }) => state)).toEqual(['pending', 'delivered']);
});

test('DL6: an answer whose withdrawal is in the log, and was not reported, cannot be confirmed', async () => {
  const { store, delivery, answer } = createDelivery({
    deliver: ({ checked }) => Promise.resolve(checked ? ('pending' as const) : undefined),
  });
  await delivery.orderChanged('o_1');
  await answer('a');
  await delivery.run();
  store.writeAll([row('b', { sequence: 2, checked: false }), row('x', { orderId: 'o_2' })]);
  expect(await delivery.confirm('x')).toBe(false);
  expect(await delivery.confirm('a')).toBe(false);
  await delivery.run();
  expect((await delivery.list('o_1')).map(({ state }) => state)).toEqual(['pending', 'delivered']);
  expect(await delivery.list('o_2')).toEqual([]);
});

test('DL5: a call that hangs is aborted after its time, and repeated', async () => {
  let signal: AbortSignal | undefined;
  const { delivery, answer, delivered } = createDelivery({
    timeout: 5,
    deliver: (given, context) => {
      delivered.push(given);
      if (given.attempt > 1) return Promise.resolve();
      signal = context.signal;
      return new Promise<undefined>(() => undefined);
    },
  });
  await delivery.orderChanged('o_1');
  await answer('a');
  await delivery.run();
  expect(signal?.aborted).toBe(true);
  expect(delivered.map(({ idempotencyKey, attempt }) => [idempotencyKey, attempt])).toEqual([
    ['a', 1],
    ['a', 2],
  ]);
});

test('DL5: a read of an order that hangs ends after its time, and holds up neither others nor the stop', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const events: DeliveryEvent[] = [];
  const { order } = createDelivery();
  const { store, delivery, keys } = createDelivery({
    admin: {
      getOrder: (id) =>
        id === 'o_hangs'
          ? new Promise(() => undefined)
          : Promise.resolve({ id, state: { currentStatus: order.status }, consents: [] } as never),
    },
    onEvent: (event) => events.push(event),
  });
  store.writeAll([row('a', { orderId: 'o_hangs' }), row('b')]);
  delivery.start();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(keys()).toEqual(['b']);
  expect(events).toContainEqual(
    expect.objectContaining({ step: 'poll', orderId: 'o_hangs', error: 'HookTimeoutError' }),
  );
  let isStopped = false;
  void delivery.stop().then(() => (isStopped = true));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(isStopped).toBe(true);
});

test('DL5: a call that hangs holds up no answer to another consent, and at most concurrency run side by side', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let calls = 0;
  let most = 0;
  const done: string[] = [];
  const { delivery, store } = createDelivery({
    timeout: 30_000,
    interval: 100,
    pollInterval: 0,
    concurrency: 3,
    deliver: async ({ idempotencyKey }) => {
      most = Math.max(most, ++calls);
      await new Promise((resolve) => setTimeout(resolve, idempotencyKey.startsWith('slow') ? 20_000 : 10));
      calls--;
      done.push(idempotencyKey);
    },
  });
  const add = async (...ids: readonly string[]) => {
    store.writeAll(ids.map((id) => row(id, { consentId: id })));
    await delivery.orderChanged('o_1');
  };
  await add('slow-1', 'a', 'b', 'slow-2', 'c');
  delivery.start();
  await vi.advanceTimersByTimeAsync(1_000);
  await add('d', 'e');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(done.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e']);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(done.slice(5)).toEqual(['slow-1', 'slow-2']);
  expect(most).toBe(3);
  await delivery.stop();
});

test('DL5: a queue that is down fails no log, and a poll finds the answer', async () => {
  const events: DeliveryEvent[] = [];
  const { store, delivery, keys, order } = createDelivery({ onEvent: (event) => events.push(event) });
  await delivery.orderChanged('o_1');
  const isCompleted = vi.spyOn(store, 'isCompleted').mockRejectedValueOnce(new Error('down'));
  await delivery
    .follow({ secret: '', write: (answer) => store.writeAll([answer]) })
    .write?.(row('a', { checked: order.checked }));
  isCompleted.mockRestore();
  expect(events).toMatchObject([{ step: 'follow', level: 'error', error: 'Error' }]);
  await delivery.poll();
  await delivery.run();
  expect(keys()).toEqual(['a']);
});

test('DL5: a store that throws does not end a started delivery', async () => {
  const events: DeliveryEvent[] = [];
  const { store, delivery, keys, answer } = createDelivery({
    interval: 1,
    pollInterval: 0,
    onEvent: (event) => events.push(event),
  });
  await delivery.orderChanged('o_1');
  await answer('a');
  const handOver = vi.spyOn(store, 'handOver').mockImplementationOnce(() => {
    throw new Error('down');
  });
  delivery.start();
  await expect.poll(keys).toEqual(['a']);
  await delivery.stop();
  handOver.mockRestore();
  expect(events[0]).toMatchObject({ step: 'queue', level: 'error', error: 'Error' });
});

test('DL5: a started delivery hands over what comes, until it is stopped', async () => {
  const { delivery, keys, answer } = createDelivery({ interval: 1, pollInterval: 1 });
  delivery.start();
  await answer('a');
  await expect.poll(keys).toEqual(['a']);
  await delivery.stop();
  await answer('b', { checked: false, sequence: 2 });
  expect(keys()).toEqual(['a']);
  await delivery.run();
  expect(keys()).toEqual(['a', 'b']);
});

test('DL5: a delivery that is started twice, or again before it has stopped, looks at the queue once', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { store, delivery } = createDelivery({ interval: 100, pollInterval: 0 });
  const looks = vi.spyOn(store, 'handOver');
  delivery.start();
  delivery.start();
  await vi.advanceTimersByTimeAsync(50);
  void delivery.stop();
  delivery.start();
  await vi.advanceTimersByTimeAsync(50);
  expect(looks).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(looks).toHaveBeenCalledTimes(12);
  await delivery.stop();
});

test.each([
  ['timeout', Number.NaN],
  ['concurrency', 0],
  ['interval', -1],
  ['pollInterval', Infinity],
  ['pollLimit', '100'],
])('a delivery refuses the number %s: %s', (name, value) => {
  expect(() => createDelivery({ [name]: value })).toThrow(
    `createConsentDelivery: ${name} is not a positive number`,
  );
});

test.each([
  ['attempts', 0],
  ['retryDelay', Number.NaN],
])('the store in memory refuses the number %s: %s', (name, value) => {
  expect(() => memoryDeliveryStore({ [name]: value })).toThrow(`${name} is not a positive number`);
});

test('DL5: an onEvent that rejects leaves no rejection behind', async () => {
  let events = 0;
  const { delivery, keys, answer } = createDelivery({
    onEvent: () => {
      events++;
      return Promise.reject(new Error('the tracker is down')) as unknown as undefined;
    },
  });
  await answer('a');
  await delivery.orderChanged('o_1');
  await delivery.run();
  expect(keys()).toEqual(['a']);
  expect(events).toBe(1);
});
