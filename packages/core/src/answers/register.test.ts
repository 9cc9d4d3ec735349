import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { apiError, HeldClient, settled } from '../../test/held-client.ts';
import { createAnswers, isUnsavedAnswersError } from '../index.ts';
import type { AnswerEnd, AnswerEvent, Answers, OrderApiError } from '../index.ts';
import { createRegister } from './register.ts';
import type { RegisterOptions } from './register-options.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A register whose order was read. The test controls the connection and the end of the page. */
function setUp(consents: Record<string, boolean> = { news: false }, options: RegisterOptions = {}) {
  const client = new HeldClient({ o1: consents, o2: { news: false } });
  const online = new Set<() => void>();
  const leaving = new Set<() => void>();
  const page = { isOnline: true };
  const answers = createRegister(client, {
    connectivity: {
      isOnline: () => page.isOnline,
      onOnline: (listener) => (online.add(listener), () => void online.delete(listener)),
    },
    onLeave: (listener) => (leaving.add(listener), () => void leaving.delete(listener)),
    ...options,
  });
  answers.reconcile('o1', client.order('o1'));
  const goOnline = async () => {
    page.isOnline = true;
    [...online].forEach((listener) => listener());
    await settled();
  };
  const leave = () => [...leaving].forEach((listener) => listener());
  const listenersLeft = () => online.size + leaving.size;
  return { client, answers, page, goOnline, leave, listenersLeft };
}

/** Records the result of a promise; `open` until then. */
function watch(promise: Promise<unknown>): { end: unknown } {
  const seen: { end: unknown } = { end: 'open' };
  promise.then(
    (value) => (seen.end = value),
    (error: unknown) => (seen.end = error),
  );
  return seen;
}

const values = (client: HeldClient) => client.writes.map(({ checked }) => checked);

/** Reads the order as the page does: the read starts and ends now. */
const read = (answers: Answers, client: HeldClient, orderId = 'o1') =>
  answers.reconcile(orderId, client.order(orderId), answers.beginRead());

describe('an answer', () => {
  test('is shown and sent at once, and is saved when the server confirms it', async () => {
    const { answers, client } = setUp();
    const end = answers.set('o1', 'news', true);
    expect(answers.get('o1', 'news')).toEqual({
      checked: true,
      confirmed: false,
      desired: true,
      inFlight: true,
      saveState: 'idle',
      error: undefined,
      isDropped: false,
    });
    await client.lastWrite.save();
    expect(await end).toBe('saved');
    expect(answers.get('o1', 'news')).toEqual({
      checked: true,
      confirmed: true,
      desired: undefined,
      inFlight: undefined,
      saveState: 'saved',
      error: undefined,
      isDropped: false,
    });
  });

  test('is shown as saving after 400 ms, not before', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    await vi.advanceTimersByTimeAsync(399);
    expect(answers.get('o1', 'news').saveState).toBe('idle');
    await vi.advanceTimersByTimeAsync(1);
    expect(answers.get('o1', 'news').saveState).toBe('saving');
    await client.lastWrite.save();
    expect(answers.get('o1', 'news').saveState).toBe('saved');
  });

  test('counts the 400 ms from the first of several answers', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    await vi.advanceTimersByTimeAsync(300);
    void answers.set('o1', 'news', false);
    await client.lastWrite.save();
    await vi.advanceTimersByTimeAsync(100);
    expect(answers.get('o1', 'news').saveState).toBe('saving');
  });

  test('counts the 400 ms of an answer after a save from that answer', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    await vi.advanceTimersByTimeAsync(300);
    await client.lastWrite.save();
    void answers.set('o1', 'news', false);
    await vi.advanceTimersByTimeAsync(399);
    expect(answers.get('o1', 'news').saveState).toBe('idle');
  });

  test('RT5: that equals the value of the order is not sent', async () => {
    const { answers, client } = setUp({ news: true });
    expect(await answers.set('o1', 'news', true)).toBe('saved');
    expect(client.writes).toHaveLength(0);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, saveState: 'idle' });
  });

  test('I1: that equals the known value is sent when another party has changed the order', async () => {
    const { answers, client } = setUp({ news: true });
    client.server.get('o1')?.set('news', false);
    const end = watch(answers.set('o1', 'news', true));
    await settled();
    expect(values(client)).toEqual([true]);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, inFlight: true });
    await client.lastWrite.save();
    expect(end.end).toBe('saved');
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, saveState: 'saved' });
  });

  test('I1: that equals the last saved value is sent when another party has changed the order', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    await client.lastWrite.save();
    client.server.get('o1')?.set('news', false);
    void answers.set('o1', 'news', true);
    await settled();
    expect(values(client)).toEqual([true, true]);
  });

  test('I1: that equals the known value is compared with a read that starts after it', async () => {
    const { answers, client } = setUp({ news: true });
    client.holdsReads = true;
    const readAt = answers.beginRead();
    const older = client.order('o1');
    void answers.set('o1', 'news', true);
    client.lastRead.take();
    client.server.get('o1')?.set('news', false);
    answers.reconcile('o1', older, readAt);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, desired: true });
    void answers.set('o1', 'news', true);
    await client.reads[0]?.answer();
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, desired: true });
    await client.lastRead.answer();
    expect(values(client)).toEqual([true]);
  });

  test('I1: that equals the known value is sent when the order cannot be read', async () => {
    const { answers, client } = setUp({ news: true });
    client.holdsReads = true;
    void answers.set('o1', 'news', true);
    await client.lastRead.fail();
    expect(values(client)).toEqual([true]);
  });

  test('I1: that equals the known value is sent when the page is left before the order is read', async () => {
    const { answers, client, leave, listenersLeft } = setUp({ news: true });
    client.holdsReads = true;
    void answers.set('o1', 'news', true);
    leave();
    expect(values(client)).toEqual([true]);
    await client.lastRead.answer();
    expect(listenersLeft()).toBe(0);
  });

  test('to a consent that was not read is sent, also when it is false', async () => {
    const { answers, client } = setUp({});
    void answers.set('o1', 'unread', false);
    await client.lastWrite.save();
    expect(answers.get('o1', 'unread')).toMatchObject({ checked: false, saveState: 'saved' });
  });
});

describe('answers in a row', () => {
  test('RT2: 17 answers during one save send only the first when the last equals it', async () => {
    const { answers, client } = setUp();
    for (let click = 1; click <= 17; click++) void answers.set('o1', 'news', click % 2 === 1);
    expect(values(client)).toEqual([true]);
    await client.lastWrite.save();
    expect(values(client)).toEqual([true]);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, confirmed: true, saveState: 'saved' });
  });

  test('RT2: the newest answer is sent when it differs from the saved one', async () => {
    const { answers, client } = setUp();
    for (let click = 1; click <= 16; click++) void answers.set('o1', 'news', click % 2 === 1);
    await client.lastWrite.save();
    expect(values(client)).toEqual([true, false]);
    await client.lastWrite.save();
    expect(answers.get('o1', 'news')).toMatchObject({ checked: false, confirmed: false, saveState: 'saved' });
  });

  test('RT3: the second answer waits until the first request ends', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    void answers.set('o1', 'news', false);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(values(client)).toEqual([true]);
    await client.lastWrite.save();
    expect(values(client)).toEqual([true, false]);
  });

  test('answers that a newer one replaced resolve with superseded', async () => {
    const { answers, client } = setUp();
    const ends = [true, false, true, false].map((checked) => answers.set('o1', 'news', checked));
    await client.lastWrite.save();
    await client.lastWrite.save();
    expect(await Promise.all(ends)).toEqual<AnswerEnd[]>(['superseded', 'saved', 'superseded', 'saved']);
  });

  test('an answer that was saved before the newest one failed resolves', async () => {
    const { answers, client } = setUp();
    const ends = [true, false].map((checked) => watch(answers.set('o1', 'news', checked)));
    await client.lastWrite.save();
    await client.lastWrite.fail('forbidden', 'not-applied');
    expect(ends.map(({ end }) => end)).toEqual(['saved', expect.objectContaining({ kind: 'forbidden' })]);
  });

  test('after a refusal the newest answer is not sent when the order has its value', async () => {
    const { answers, client } = setUp();
    const first = answers.set('o1', 'news', true);
    const second = answers.set('o1', 'news', false);
    await client.lastWrite.fail('conflict', 'not-applied');
    expect(values(client)).toEqual([true]);
    expect([await first, await second]).toEqual(['superseded', 'saved']);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: false, saveState: 'idle', error: undefined });
  });

  test('I1: after a refusal the newest answer is sent when another party has changed the order', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    void answers.set('o1', 'news', false);
    client.server.get('o1')?.set('news', true);
    await client.lastWrite.fail('conflict', 'not-applied');
    expect(values(client)).toEqual([true, false]);
  });

  test('I1: without a connection an answer that equals the known value is sent when the connection is back', async () => {
    const { answers, client, page, goOnline } = setUp();
    client.holdsReads = true;
    page.isOnline = false;
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('network', 'not-applied');
    client.server.get('o1')?.set('news', true);
    void answers.set('o1', 'news', false);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: false, saveState: 'waiting' });
    await client.lastRead.fail();
    await client.lastWrite.fail('network', 'not-applied');
    await goOnline();
    expect(values(client)).toEqual([true, false, false]);
    await client.lastWrite.save();
    expect(answers.get('o1', 'news')).toMatchObject({ checked: false, saveState: 'saved' });
  });

  test('an answer given during a request that is refused is sent, also with the same value', async () => {
    const { answers, client } = setUp();
    const first = answers.set('o1', 'news', true);
    void answers.set('o1', 'news', false);
    const third = answers.set('o1', 'news', true);
    await client.lastWrite.fail('forbidden', 'not-applied');
    expect(values(client)).toEqual([true, true]);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, inFlight: true, error: undefined });
    await client.lastWrite.save();
    expect([await first, await third]).toEqual(['saved', 'saved']);
    expect(answers.get('o1', 'news')).toMatchObject({ confirmed: true, saveState: 'saved' });
  });

  test('an answer that is refused twice is not sent a third time', async () => {
    const { answers, client } = setUp();
    answers.set('o1', 'news', true).catch(() => undefined);
    answers.set('o1', 'news', true).catch(() => undefined);
    await client.lastWrite.fail('forbidden', 'not-applied');
    await client.lastWrite.fail('forbidden', 'not-applied');
    expect(values(client)).toEqual([true, true]);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: false, saveState: 'not-saved' });
  });

  test('an answer given again during a lost request is sent when the order does not have its value', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('network');
    expect(values(client)).toEqual([true, true]);
    await client.lastWrite.save();
    expect(answers.get('o1', 'news')).toMatchObject({ confirmed: true, saveState: 'saved' });
  });

  test('an answer given again during a lost request is not sent when the order has its value', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    void answers.set('o1', 'news', true);
    client.lastWrite.apply();
    await client.lastWrite.fail('network');
    expect(values(client)).toEqual([true]);
    expect(answers.get('o1', 'news')).toMatchObject({ confirmed: true, saveState: 'saved' });
  });

  test('after a lost response the newest answer is sent, also when the order had its value before', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    void answers.set('o1', 'news', false);
    await client.lastWrite.fail('timeout');
    expect(values(client)).toEqual([true, false]);
  });

  test('RT6: two consents of an order do not wait for or change each other', async () => {
    const { answers, client } = setUp({ a: false, b: false });
    for (let click = 1; click <= 19; click++) {
      void answers.set('o1', 'a', click % 2 === 1);
      void answers.set('o1', 'b', click % 2 === 0);
    }
    expect(client.writes.map(({ consentId, checked }) => [consentId, checked])).toEqual([
      ['a', true],
      ['b', true],
    ]);
    const b = answers.set('o1', 'b', true);
    await client.lastWrite.save();
    expect(await b).toBe('saved');
    expect(answers.get('o1', 'a')).toMatchObject({ checked: true, inFlight: true });
    await client.writes[0]?.fail('forbidden', 'not-applied');
    expect(answers.get('o1', 'b')).toMatchObject({ checked: true, saveState: 'saved' });
  });

  test('two orders with the same consent id do not affect each other', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    void answers.set('o2', 'news', true);
    expect(client.writes.map(({ orderId }) => orderId)).toEqual(['o1', 'o2']);
    await client.writes[0]?.fail('forbidden', 'not-applied');
    await client.writes[1]?.save();
    expect(answers.get('o1', 'news')).toMatchObject({ checked: false, saveState: 'not-saved' });
    expect(answers.get('o2', 'news')).toMatchObject({ checked: true, saveState: 'saved' });
    expect(answers.unsaved('o2')).toEqual([]);
  });
});

describe('a refusal', () => {
  test('shows the value of the order and the error, and keeps the answer for a retry', async () => {
    const { answers, client } = setUp();
    const end = watch(answers.set('o1', 'news', true));
    await client.lastWrite.fail('forbidden', 'not-applied', 403);
    expect(end.end).toMatchObject({ kind: 'forbidden' });
    expect(answers.get('o1', 'news')).toMatchObject({
      checked: false,
      confirmed: false,
      desired: true,
      saveState: 'not-saved',
      error: { kind: 'forbidden' },
    });
    answers.retry('o1', 'news');
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, error: undefined });
    await client.lastWrite.save();
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, saveState: 'saved' });
  });

  test.each(['conflict', 'not-found', 'invalid', 'forbidden', 'unauthorized'] as const)(
    'SE5, SE7: with kind %s reads the order and shows its values',
    async (kind) => {
      const { answers, client } = setUp();
      void answers.set('o1', 'news', true);
      client.server.get('o1')?.set('other', true);
      await client.lastWrite.fail(kind, 'not-applied');
      expect(client.reads).toHaveLength(1);
      expect(answers.get('o1', 'other')).toMatchObject({ checked: true });
      expect(answers.get('o1', 'news')).toMatchObject({
        checked: false,
        saveState: 'not-saved',
        error: { kind },
      });
    },
  );

  test('SE7: is reported together with the order that is read after it', async () => {
    const { answers, client } = setUp();
    client.holdsReads = true;
    const end = watch(answers.set('o1', 'news', true));
    await client.lastWrite.fail('conflict', 'not-applied');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, saveState: 'saving', error: undefined });
    expect(end.end).toBe('open');
    await client.lastRead.answer();
    expect(end.end).toMatchObject({ kind: 'conflict' });
    expect(answers.get('o1', 'news')).toMatchObject({ checked: false, saveState: 'not-saved' });
  });

  test('SE7: is reported when the read after it fails, and leaving during the read does not send it again', async () => {
    const { answers, client, leave, listenersLeft } = setUp();
    client.holdsReads = true;
    const end = watch(answers.set('o1', 'news', true));
    await client.lastWrite.fail('conflict', 'not-applied');
    leave();
    expect(values(client)).toEqual([true]);
    await client.lastRead.fail();
    expect(end.end).toMatchObject({ kind: 'conflict' });
    expect(answers.get('o1', 'news')).toMatchObject({
      checked: false,
      confirmed: false,
      saveState: 'not-saved',
    });
    expect(listenersLeft()).toBe(0);
  });

  test('SE7: does not promise to be saved where the connection is lost during the read', async () => {
    const { answers, client, page } = setUp();
    client.holdsReads = true;
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('conflict', 'not-applied');
    page.isOnline = false;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(answers.get('o1', 'news').saveState).toBe('saving');
  });

  test('SE5: shows a consent that the order no longer has as unticked', async () => {
    const { answers, client } = setUp({ news: true });
    void answers.set('o1', 'news', false);
    client.server.get('o1')?.delete('news');
    await client.lastWrite.fail('not-found', 'not-applied');
    expect(answers.get('o1', 'news')).toMatchObject({
      checked: false,
      confirmed: undefined,
      saveState: 'not-saved',
    });
  });

  test('SE5: drops the answer to a consent that the order no longer has', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    client.server.get('o1')?.delete('news');
    await client.lastWrite.fail('not-found', 'not-applied');
    expect(answers.get('o1', 'news')).toMatchObject({ saveState: 'not-saved', desired: undefined });
    expect(answers.unsaved('o1')).toEqual([]);
    await answers.whenSettled('o1');
    answers.retry('o1', 'news');
    expect(client.writes).toHaveLength(1);
  });

  test('SE5: an answer that equals the known value rejects when the order no longer has the consent', async () => {
    const { answers, client } = setUp({ news: true });
    client.server.get('o1')?.delete('news');
    const end = watch(answers.set('o1', 'news', true));
    await settled();
    await client.lastWrite.fail('not-found', 'not-applied');
    expect(answers.get('o1', 'news')).toMatchObject({
      checked: false,
      saveState: 'not-saved',
      error: { kind: 'not-found' },
    });
    expect(end.end).toMatchObject({ kind: 'not-found' });
    expect(answers.unsaved('o1')).toEqual([]);
  });

  test('SE5: a lost response is not saved when the look-up does not find the consent', async () => {
    const { answers, client } = setUp();
    const events: AnswerEvent[] = [];
    answers.subscribeToEvents((event) => events.push(event));
    void answers.set('o1', 'news', true);
    client.server.get('o1')?.delete('news');
    await client.lastWrite.fail('timeout');
    expect(answers.get('o1', 'news')).toMatchObject({ saveState: 'not-saved', checked: false });
    expect(answers.unsaved('o1')).toEqual([]);
    expect(events.map(({ type, checked }) => [type, checked])).toEqual([['not-saved', true]]);
  });

  test('can be reset', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('forbidden', 'not-applied');
    answers.reset('o1', 'news');
    expect(answers.get('o1', 'news')).toMatchObject({
      checked: false,
      desired: undefined,
      saveState: 'idle',
      error: undefined,
      isDropped: false,
    });
    answers.retry('o1', 'news');
    expect(client.writes).toHaveLength(1);
  });

  test('of an answer to a consent that was not read can be reset, and shows the value that is read later', async () => {
    const { answers, client } = setUp({});
    client.server.set('o1', new Map([['news', true]]));
    void answers.set('o1', 'news', false).catch(() => undefined);
    await client.lastWrite.fail('rate-limited', 'not-applied', 429);
    read(answers, client);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, saveState: 'not-saved' });
    void answers.set('o2', 'unread', true);
    await client.lastWrite.fail('rate-limited', 'not-applied', 429);
    answers.reset('o2', 'unread');
    expect(answers.get('o2', 'unread')).toMatchObject({ desired: undefined, saveState: 'idle' });
    void answers.set('o2', 'unread', true);
    await client.lastWrite.fail('rate-limited', 'not-applied', 429);
    read(answers, client, 'o2');
    expect(answers.get('o2', 'unread')).toMatchObject({ desired: undefined, saveState: 'not-saved' });
    expect(client.reads).toHaveLength(0);
  });

  test('is reset by an answer with the value of the order', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('forbidden', 'not-applied');
    await answers.set('o1', 'news', false);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: false, saveState: 'idle', error: undefined });
    expect(client.writes).toHaveLength(1);
  });

  test('an error that is not an OrderApiError is treated as a lost response', async () => {
    const { client, answers } = setUp();
    vi.spyOn(client, 'patchConsent');
    const broken = createAnswers({
      getOrder: client.getOrder,
      patchConsent: () => Promise.reject(new RangeError('bug')),
    });
    const end = watch(broken.set('o1', 'news', true));
    await settled();
    expect(end.end).toMatchObject({ kind: 'protocol', outcome: 'unknown' });
    expect(broken.get('o1', 'news')).toMatchObject({ checked: false, saveState: 'not-saved' });
    expect(answers.get('o1', 'news').saveState).toBe('idle');
  });
});

test.each<[string, () => Promise<void>]>([
  [
    'throws',
    () => {
      throw new RangeError('of the shop');
    },
  ],
  ['returns no promise', () => undefined as unknown as Promise<void>],
])('HC12: a client that %s ends in an answer that can be retried', async (_, patchConsent) => {
  const { client } = setUp();
  const broken = createAnswers({ getOrder: client.getOrder, patchConsent });
  const end = watch(broken.set('o1', 'news', true));
  await settled();
  expect(end.end).toMatchObject({ kind: 'protocol', outcome: 'unknown' });
  expect(broken.get('o1', 'news')).toMatchObject({ checked: false, saveState: 'not-saved' });
});

describe('an answer whose response was lost', () => {
  test('is looked up when the last attempt met the rate limit', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    client.lastWrite.apply();
    await client.lastWrite.fail('rate-limited', 'unknown', 429);
    expect(answers.get('o1', 'news').saveState).toBe('saved');
  });

  test('is saved when the order has it', async () => {
    const { answers, client } = setUp();
    const end = answers.set('o1', 'news', true);
    client.lastWrite.apply();
    await client.lastWrite.fail('timeout');
    expect(await end).toBe('saved');
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, confirmed: true, saveState: 'saved' });
    expect(client.reads).toHaveLength(1);
  });

  test('is not saved when the order does not have it', async () => {
    const { answers, client } = setUp();
    const end = watch(answers.set('o1', 'news', true));
    await client.lastWrite.fail('network');
    expect(end.end).toMatchObject({ kind: 'network', outcome: 'unknown' });
    expect(answers.get('o1', 'news')).toMatchObject({
      checked: false,
      desired: true,
      saveState: 'not-saved',
    });
  });

  test('keeps its value and shows no error during the look-up', async () => {
    const { answers, client } = setUp();
    client.holdsReads = true;
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('timeout');
    expect(answers.get('o1', 'news')).toEqual({
      checked: true,
      confirmed: undefined,
      desired: true,
      inFlight: undefined,
      saveState: 'idle',
      error: undefined,
      isDropped: false,
    });
    await vi.advanceTimersByTimeAsync(400);
    expect(answers.get('o1', 'news').saveState).toBe('saving');
    expect(answers.unsaved('o1')).toEqual([{ consentId: 'news', reason: 'saving' }]);
  });

  test('becomes unknown and keeps its value when the look-up fails', async () => {
    const { answers, client } = setUp();
    client.holdsReads = true;
    const end = watch(answers.set('o1', 'news', true));
    await client.lastWrite.fail('timeout');
    await client.lastRead.fail();
    expect(end.end).toMatchObject({ kind: 'timeout' });
    expect(answers.get('o1', 'news')).toMatchObject({
      checked: true,
      confirmed: undefined,
      saveState: 'unknown',
      error: { kind: 'timeout' },
    });
  });

  test('is settled by the next read when it is unknown', async () => {
    const { answers, client } = setUp({ a: false, b: false });
    client.holdsReads = true;
    for (const id of ['a', 'b']) void answers.set('o1', id, true);
    client.writes[0]?.apply();
    for (const write of client.writes) await write.fail('server', 'unknown', 500);
    await client.lastRead.fail();
    await client.lastRead.fail();
    expect([answers.get('o1', 'a').saveState, answers.get('o1', 'b').saveState]).toEqual([
      'unknown',
      'unknown',
    ]);
    read(answers, client);
    expect(answers.get('o1', 'a')).toMatchObject({ checked: true, saveState: 'saved' });
    expect(answers.get('o1', 'b')).toMatchObject({ checked: false, saveState: 'not-saved' });
  });

  test('can be retried when it is unknown; a reset only looks it up', async () => {
    const { answers, client } = setUp();
    client.holdsReads = true;
    void answers.set('o1', 'news', true);
    client.lastWrite.apply();
    await client.lastWrite.fail('timeout');
    await client.lastRead.fail();
    answers.reset('o1', 'news');
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, saveState: 'unknown' });
    expect(client.reads).toHaveLength(2);
    answers.retry('o1', 'news');
    await client.lastWrite.save();
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, saveState: 'saved' });
  });

  test('is not settled by a read that started before the response was lost', async () => {
    const { answers, client } = setUp({ a: false, b: false });
    client.holdsReads = true;
    void answers.set('o1', 'a', true);
    void answers.set('o1', 'b', true);
    await client.writes[0]?.fail('timeout');
    client.lastRead.take();
    client.writes[1]?.apply();
    await client.writes[1]?.fail('timeout');
    expect(client.reads).toHaveLength(1);
    await client.lastRead.answer();
    expect(answers.get('o1', 'a').saveState).toBe('not-saved');
    expect(answers.get('o1', 'b')).toMatchObject({ checked: true, desired: true, confirmed: undefined });
    expect(client.reads).toHaveLength(2);
    await client.lastRead.answer();
    expect(answers.get('o1', 'b')).toMatchObject({ checked: true, saveState: 'saved' });
  });

  test('is replaced by a newer answer, which does not wait for the look-up', async () => {
    const { answers, client } = setUp();
    client.holdsReads = true;
    const first = watch(answers.set('o1', 'news', true));
    client.lastWrite.apply();
    await client.lastWrite.fail('timeout');
    void answers.set('o1', 'news', false);
    expect(values(client)).toEqual([true, false]);
    await client.lastRead.answer();
    expect(answers.get('o1', 'news')).toMatchObject({ checked: false, inFlight: false });
    await client.lastWrite.save();
    expect(first.end).toBe('superseded');
    expect(answers.get('o1', 'news')).toMatchObject({ checked: false, saveState: 'saved' });
  });
});

describe('dropping an answer', () => {
  test('NF20: reads the order, writes nothing, and shows and reports the value of the order', async () => {
    const { answers, client } = setUp();
    const events: AnswerEvent[] = [];
    answers.subscribeToEvents((event) => events.push(event));
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('rate-limited', 'not-applied', 429);
    await answers.drop('o1', 'news');
    expect(client.reads).toHaveLength(1);
    expect(client.writes).toHaveLength(1);
    expect(answers.get('o1', 'news')).toMatchObject({
      checked: false,
      desired: undefined,
      saveState: 'idle',
      isDropped: true,
    });
    expect(answers.unsaved('o1')).toEqual([]);
    read(answers, client);
    expect(events.map(({ type, checked }) => [type, checked])).toEqual([
      ['not-saved', true],
      ['dropped', false],
    ]);
  });

  test('NF20: keeps the text of the failure during the read, and counts as under way', async () => {
    const { answers, client } = setUp();
    client.holdsReads = true;
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('rate-limited', 'not-applied', 429);
    const end = watch(answers.drop('o1', 'news'));
    const settledEnd = watch(answers.whenSettled('o1'));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(answers.get('o1', 'news')).toMatchObject({
      checked: false,
      saveState: 'not-saved',
      isDropped: false,
    });
    expect([answers.isBusy('o1'), answers.unsaved('o1')]).toEqual([
      true,
      [{ consentId: 'news', reason: 'saving' }],
    ]);
    await client.lastRead.answer();
    expect([end.end, settledEnd.end, answers.isBusy('o1')]).toEqual([undefined, undefined, false]);
  });

  test('NF20: twice reads once', async () => {
    const { answers, client } = setUp();
    client.holdsReads = true;
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('rate-limited', 'not-applied', 429);
    const ends = [watch(answers.drop('o1', 'news')), watch(answers.drop('o1', 'news'))];
    await client.lastRead.answer();
    expect(client.reads).toHaveLength(1);
    expect(ends.map(({ end }) => end)).toEqual([undefined, undefined]);
  });

  test('NF20: is saved when the order has it after all', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('rate-limited', 'not-applied', 429);
    client.server.get('o1')?.set('news', true);
    await answers.drop('o1', 'news');
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, saveState: 'saved', isDropped: false });
  });

  test('NF20: an un-tick whose outcome is unknown is not saved when the order still has the tick', async () => {
    const { answers, client } = setUp({ news: true });
    client.holdsReads = true;
    void answers.set('o1', 'news', false);
    await client.lastWrite.fail('timeout');
    await client.lastRead.fail();
    expect(answers.get('o1', 'news').saveState).toBe('unknown');
    void answers.drop('o1', 'news');
    await client.lastRead.answer();
    expect(answers.get('o1', 'news')).toMatchObject({
      checked: true,
      desired: false,
      saveState: 'not-saved',
      isDropped: false,
    });
    void answers.drop('o1', 'news');
    await client.lastRead.answer();
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, saveState: 'idle', isDropped: true });
    expect(values(client)).toEqual([false]);
  });

  test('NF20: is unknown while the order cannot be read, and a later read decides', async () => {
    const { answers, client } = setUp();
    client.holdsReads = true;
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('rate-limited', 'not-applied', 429);
    const end = watch(answers.drop('o1', 'news'));
    await client.lastRead.fail();
    expect(end.end).toBe(undefined);
    expect(answers.get('o1', 'news')).toMatchObject({
      checked: false,
      saveState: 'unknown',
      isDropped: true,
    });
    expect(answers.unsaved('o1')).toEqual([{ consentId: 'news', reason: 'unknown', isDropped: true }]);
    await answers.whenSettled('o1');
    read(answers, client);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: false, saveState: 'idle', isDropped: true });
  });

  test('NF21: a late write of a dropped answer is shown as a change and not corrected', async () => {
    const { answers, client } = setUp();
    const events: AnswerEvent[] = [];
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('timeout');
    await answers.drop('o1', 'news');
    answers.subscribeToEvents((event) => events.push(event));
    client.writes[0]?.apply();
    await vi.advanceTimersByTimeAsync(31_000);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, saveState: 'idle', isDropped: false });
    expect(events.map(({ type, checked }) => [type, checked])).toEqual([['changed', true]]);
    expect(values(client)).toEqual([true]);
  });

  test('I2: leaving the page during the read does not send the answer', async () => {
    const { answers, client, leave, listenersLeft } = setUp();
    client.holdsReads = true;
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('rate-limited', 'not-applied', 429);
    void answers.drop('o1', 'news');
    leave();
    expect(values(client)).toEqual([true]);
    await client.lastRead.answer();
    expect(listenersLeft()).toBe(0);
  });

  test('I2: leaving the page during the read does not send an answer whose outcome is unknown', async () => {
    const { answers, client, leave } = setUp();
    client.holdsReads = true;
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('timeout');
    await client.lastRead.fail();
    void answers.drop('o1', 'news');
    leave();
    expect(values(client)).toEqual([true]);
  });

  test('a new answer replaces it, also during the read', async () => {
    const { answers, client } = setUp();
    client.holdsReads = true;
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('rate-limited', 'not-applied', 429);
    void answers.drop('o1', 'news');
    void answers.set('o1', 'news', true);
    await client.lastRead.answer();
    await client.lastWrite.save();
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, saveState: 'saved', isDropped: false });
    expect(values(client)).toEqual([true, true]);
  });

  test('changes nothing without an answer, during a request and without a connection', async () => {
    const { answers, client, page } = setUp();
    await answers.drop('o1', 'news');
    page.isOnline = false;
    void answers.set('o1', 'news', true);
    const during = watch(answers.drop('o1', 'news'));
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, inFlight: true });
    await client.lastWrite.fail('network', 'not-applied');
    void answers.drop('o1', 'news');
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, saveState: 'waiting' });
    expect([during.end, client.reads.length]).toEqual(['open', 0]);
  });
});

describe('a late write', () => {
  test('NF3: that overwrites a newer saved answer is corrected', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    void answers.set('o1', 'news', false);
    await client.lastWrite.fail('timeout');
    await client.lastWrite.save();
    expect(answers.get('o1', 'news')).toMatchObject({ checked: false, saveState: 'saved' });
    await vi.advanceTimersByTimeAsync(2_500);
    client.writes[0]?.apply();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(values(client)).toEqual([true, false, false]);
    expect(answers.get('o1', 'news').checked).toBe(false);
    await client.lastWrite.save();
    expect(client.server.get('o1')?.get('news')).toBe(false);
  });

  /** An answer that was saved and overwritten by the one before, up to the request that corrects it. */
  async function setUpCorrection() {
    const { answers, client } = setUp();
    const events: AnswerEvent[] = [];
    answers.subscribeToEvents((event) => events.push(event));
    void answers.set('o1', 'news', true);
    void answers.set('o1', 'news', false);
    await client.lastWrite.fail('timeout');
    await client.lastWrite.save();
    client.writes[0]?.apply();
    for (let time = 0; time < 5_000 && client.writes.length < 3; time += 50)
      await vi.advanceTimersByTimeAsync(50);
    expect(values(client)).toEqual([true, false, false]);
    return { answers, client, events };
  }

  test('NF3: its correction does not report the answer again', async () => {
    const { answers, client, events } = await setUpCorrection();
    expect(answers.get('o1', 'news')).toMatchObject({ saveState: 'saved', desired: false });
    expect(answers.unsaved('o1')).toEqual([{ consentId: 'news', reason: 'saving' }]);
    await client.lastWrite.save();
    expect(answers.get('o1', 'news')).toMatchObject({ checked: false, confirmed: false, saveState: 'saved' });
    expect(events).toMatchObject([{ type: 'saved', checked: false }]);

    void answers.set('o1', 'news', true);
    await client.lastWrite.save();
    expect(answers.get('o1', 'news').saveState).toBe('saved');
    expect(events.slice(1)).toMatchObject([{ type: 'saved', checked: true }]);
  });

  test('NF3: a slow correction is shown as a save', async () => {
    const { answers, client } = await setUpCorrection();
    await vi.advanceTimersByTimeAsync(400);
    expect(answers.get('o1', 'news').saveState).toBe('saving');
    await client.lastWrite.save();
    expect(answers.get('o1', 'news').saveState).toBe('saved');
  });

  test('NF3: its correction does not report the answer again when the response is lost', async () => {
    const { answers, client, events } = await setUpCorrection();
    client.lastWrite.apply();
    await client.lastWrite.fail('timeout');
    await vi.advanceTimersByTimeAsync(100);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: false, confirmed: false });
    expect(events).toHaveLength(1);
  });

  test('NF3: an answer that is given during the correction is reported', async () => {
    const { answers, client, events } = await setUpCorrection();
    void answers.set('o1', 'news', false);
    await client.lastWrite.save();
    expect(answers.get('o1', 'news').saveState).toBe('saved');
    expect(events.slice(1)).toMatchObject([{ type: 'saved', checked: false }]);
  });

  test('NF3: an answer that is given while a lost correction is looked up is reported', async () => {
    const { answers, client } = setUp();
    const events: AnswerEvent[] = [];
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('timeout');
    void answers.set('o1', 'news', false);
    await client.lastWrite.save();
    client.writes[0]?.apply();
    await vi.advanceTimersByTimeAsync(1_100);
    client.holdsReads = true;
    await client.lastWrite.fail('server', 'unknown', 500);
    answers.subscribeToEvents((event) => events.push(event));
    void answers.set('o1', 'news', true);
    expect(answers.get('o1', 'news').saveState).toBe('idle');
    await client.lastWrite.save();
    expect(events.map(({ type, checked }) => [type, checked])).toEqual([['saved', true]]);
  });

  test('NF3: a correction that fails is reported', async () => {
    const { answers, client, events } = await setUpCorrection();
    await client.lastWrite.fail('forbidden', 'not-applied');
    await vi.advanceTimersByTimeAsync(100);
    expect(events.slice(1)).toMatchObject([{ type: 'not-saved', checked: false }]);
    answers.retry('o1', 'news');
    await client.lastWrite.save();
    expect(events.slice(2)).toMatchObject([{ type: 'saved', checked: false }]);
  });

  test('NF3: is corrected when it was one attempt of a write that was saved', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    client.lastWrite.options?.onRetry?.(apiError('timeout', 'unknown'));
    await client.lastWrite.save();
    void answers.set('o1', 'news', false);
    await client.lastWrite.save();
    client.writes[0]?.apply();
    await vi.advanceTimersByTimeAsync(1_500);
    expect(values(client)).toEqual([true, false, false]);
  });

  test('NF3: is corrected at the end of the 30 seconds', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    void answers.set('o1', 'news', false);
    await client.lastWrite.fail('timeout');
    await client.lastWrite.save();
    await vi.advanceTimersByTimeAsync(29_990);
    client.writes[0]?.apply();
    await vi.advanceTimersByTimeAsync(20);
    expect(values(client)).toEqual([true, false, false]);
  });

  test('NF3: is corrected when a newer save ends after the 30 seconds', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    void answers.set('o1', 'news', false);
    await client.lastWrite.fail('timeout');
    await vi.advanceTimersByTimeAsync(29_000);
    client.lastWrite.apply();
    client.writes[0]?.apply();
    await vi.advanceTimersByTimeAsync(6_000);
    expect(client.reads).toHaveLength(0);
    // A read of the page during the save decides nothing.
    read(answers, client);
    await client.lastWrite.answer();
    await vi.runAllTimersAsync();
    expect(values(client)).toEqual([true, false, false]);
  });

  test('NF3: that no read found is corrected after a newer write is refused', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('timeout');
    client.holdsReads = true;
    client.lastWrite.apply();
    await vi.advanceTimersByTimeAsync(31_000);
    answers.retry('o1', 'news');
    void answers.set('o1', 'news', false);
    client.holdsReads = false;
    await client.lastWrite.fail('conflict', 'not-applied');
    await client.lastRead.answer();
    await vi.runAllTimersAsync();
    expect(values(client)).toEqual([true, true, false]);
  });

  test('makes the answer saved when the shopper still wants it', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('timeout');
    expect(answers.get('o1', 'news').saveState).toBe('not-saved');
    client.lastWrite.apply();
    await vi.advanceTimersByTimeAsync(1_500);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, saveState: 'saved' });
    expect(client.writes).toHaveLength(1);
  });

  test('makes the answer unknown when the order cannot be read for 30 seconds', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    void answers.set('o1', 'news', false);
    await client.lastWrite.fail('timeout');
    await client.lastWrite.save();
    vi.spyOn(client, 'getOrder').mockRejectedValue(apiError('network', 'not-applied'));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: false, saveState: 'saved' });
    await vi.runAllTimersAsync();
    expect(answers.get('o1', 'news')).toMatchObject({
      checked: false,
      desired: false,
      confirmed: undefined,
      saveState: 'unknown',
    });
    expect(answers.unsaved('o1')).toEqual([{ consentId: 'news', reason: 'unknown' }]);
  });

  test('changes neither a newer answer that failed nor a reset one when the order cannot be read', async () => {
    const { answers, client } = setUp({ news: false, terms: false });
    for (const consentId of ['news', 'terms']) {
      void answers.set('o1', consentId, true);
      client.lastWrite.options?.onRetry?.(apiError('timeout', 'unknown'));
      void answers.set('o1', consentId, false);
      await client.lastWrite.save();
      await client.lastWrite.save();
      void answers.set('o1', consentId, true);
      await client.lastWrite.fail('rate-limited', 'not-applied', 429);
    }
    answers.reset('o1', 'terms');
    vi.spyOn(client, 'getOrder').mockRejectedValue(apiError('network', 'not-applied'));
    await vi.advanceTimersByTimeAsync(31_000);
    expect(answers.get('o1', 'news')).toMatchObject({ desired: true, saveState: 'not-saved' });
    expect(answers.get('o1', 'terms')).toMatchObject({ desired: undefined, saveState: 'idle' });
  });

  test('leaves the answer unknown until a read that started after it could arrive', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    void answers.set('o1', 'news', false);
    await client.lastWrite.fail('timeout');
    await client.lastWrite.save();
    await vi.advanceTimersByTimeAsync(500);
    const cachedAt = answers.beginRead();
    const cached = client.order('o1');
    answers.reconcile('o1', cached, cachedAt);
    vi.spyOn(client, 'getOrder').mockRejectedValue(apiError('network', 'not-applied'));
    client.server.get('o1')?.set('news', true);
    await vi.runAllTimersAsync();
    answers.reconcile('o1', cached, cachedAt);
    expect(answers.get('o1', 'news')).toMatchObject({ desired: false, saveState: 'unknown' });
    read(answers, client);
    expect(answers.get('o1', 'news')).toMatchObject({
      checked: true,
      desired: false,
      saveState: 'not-saved',
    });
  });

  test('SE10: is not assumed when another party changes the order, so nothing is written', async () => {
    const { answers, client } = setUp({ news: false, terms: false });
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('timeout');
    void answers.set('o1', 'terms', true);
    await client.lastWrite.save();
    client.server.get('o1')?.set('terms', false);
    const writes = client.writes.length;
    await vi.runAllTimersAsync();
    expect(answers.get('o1', 'terms')).toMatchObject({ checked: false, saveState: 'idle' });
    expect(client.writes).toHaveLength(writes);
  });

  test('is not corrected after a reset', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    await client.lastWrite.save();
    void answers.set('o1', 'news', false);
    await client.lastWrite.fail('timeout');
    answers.reset('o1', 'news');
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, saveState: 'idle' });
    client.lastWrite.apply();
    await vi.runAllTimersAsync();
    expect(answers.get('o1', 'news')).toMatchObject({ checked: false, saveState: 'idle' });
    expect(client.writes).toHaveLength(2);
  });

  test('costs no read when it would not change the value', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    client.lastWrite.options?.onRetry?.(apiError('timeout', 'unknown'));
    await client.lastWrite.save();
    await vi.runAllTimersAsync();
    expect(client.reads).toHaveLength(0);
  });

  test('costs between four and eight reads', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('timeout');
    await vi.runAllTimersAsync();
    expect(client.reads.length).toBeGreaterThan(3);
    expect(client.reads.length).toBeLessThan(9);
  });

  test('costs no more reads when another answer is late too, and when the page reads the order', async () => {
    const { answers, client } = setUp({ news: false, terms: false });
    for (const consentId of ['news', 'terms']) {
      void answers.set('o1', consentId, true);
      await client.lastWrite.fail('timeout');
    }
    for (let second = 0; second < 30; second++) {
      await vi.advanceTimersByTimeAsync(1_000);
      read(answers, client);
    }
    await vi.runAllTimersAsync();
    expect(client.reads.length).toBeLessThan(9);
  });

  test('is not expected after a 500, because the request has ended', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('server', 'unknown', 500);
    await vi.runAllTimersAsync();
    expect(client.reads).toHaveLength(1);
  });
});

describe('reads of the order', () => {
  test('RT11: a read that started before a write ended does not change the answer', async () => {
    const { answers, client } = setUp();
    const readAt = answers.beginRead();
    const before = client.order('o1');
    void answers.set('o1', 'news', true);
    answers.reconcile('o1', before, readAt);
    expect(answers.get('o1', 'news').checked).toBe(true);
    const during = answers.beginRead();
    await client.lastWrite.save();
    answers.reconcile('o1', before, during);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, confirmed: true, saveState: 'saved' });
  });

  test('RT11: a read that started before a write failed does not change the answer', async () => {
    const { answers, client } = setUp();
    const readAt = answers.beginRead();
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('rate-limited', 'not-applied', 429);
    client.server.get('o1')?.set('news', true);
    answers.reconcile('o1', client.order('o1'), readAt);
    expect(answers.get('o1', 'news')).toMatchObject({ confirmed: false, saveState: 'not-saved' });
  });

  test('an older read that arrives after a newer one is ignored', () => {
    const { answers, client } = setUp();
    const early = answers.beginRead();
    const stale = client.order('o1');
    client.server.get('o1')?.set('news', true);
    read(answers, client);
    answers.reconcile('o1', stale, early);
    expect(answers.get('o1', 'news').checked).toBe(true);
  });

  test('SE10: a change by another party is shown without a write', () => {
    const { answers, client } = setUp();
    client.server.get('o1')?.set('news', true);
    read(answers, client);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, confirmed: true, saveState: 'idle' });
    expect(client.writes).toHaveLength(0);
  });

  test('a read without a start time fills in only unknown consents', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    await client.lastWrite.save();
    const order = {
      merchant: 'm',
      channel: 'c',
      consents: [{ id: 'news' }, { id: 'new', checked: true }, {}],
    };
    answers.reconcile('o1', order);
    expect(answers.get('o1', 'news').checked).toBe(true);
    expect(answers.get('o1', 'new').checked).toBe(true);
  });

  test('a read that failed does not keep an older one from consents that were not read', async () => {
    const { answers, client } = setUp({});
    client.server.set('o1', new Map([['terms', true]]));
    client.holdsReads = true;
    const readAt = answers.beginRead();
    answers.subscribeToConsent('o1', 'terms', () => undefined);
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('timeout');
    await client.lastRead.fail();
    answers.reconcile('o1', client.order('o1'), readAt);
    expect(answers.get('o1', 'terms').checked).toBe(true);
  });

  test('SE13: a consent without a value is unticked without a write', () => {
    const { answers, client } = setUp();
    answers.reconcile('o1', { merchant: 'm', channel: 'c', consents: [{ id: 'x' }] }, answers.beginRead());
    expect(answers.get('o1', 'x')).toMatchObject({ checked: false, confirmed: false });
    expect(client.writes).toHaveLength(0);
  });

  test('a consent that the order no longer has becomes unknown', () => {
    const { answers, client } = setUp();
    client.server.get('o1')?.delete('news');
    read(answers, client);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: undefined, confirmed: undefined });
  });
});

describe('without a connection', () => {
  test('NF11: an answer is shown as waiting without an error, and is saved when the connection is back', async () => {
    const { answers, client, page, goOnline } = setUp();
    page.isOnline = false;
    const end = watch(answers.set('o1', 'news', true));
    expect(answers.get('o1', 'news')).toMatchObject({
      checked: true,
      saveState: 'waiting',
      error: undefined,
    });
    await client.lastWrite.fail('network');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(answers.get('o1', 'news')).toMatchObject({
      checked: true,
      saveState: 'waiting',
      error: undefined,
    });
    expect(client.reads).toHaveLength(0);
    await goOnline();
    expect(client.writes).toHaveLength(2);
    await client.lastWrite.save();
    expect(end.end).toBe('saved');
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, saveState: 'saved' });
  });

  test('NF11: only the last of several answers is sent when the connection is back', async () => {
    const { answers, client, page, goOnline } = setUp({ news: false, terms: false });
    page.isOnline = false;
    void answers.set('o1', 'terms', true);
    void answers.set('o1', 'news', true);
    await client.writes[0]?.fail('network', 'not-applied');
    await client.writes[1]?.fail('network', 'not-applied');
    void answers.set('o1', 'news', false);
    await goOnline();
    expect(client.writes.slice(2).map(({ consentId, checked }) => [consentId, checked])).toEqual([
      ['terms', true],
    ]);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: false, saveState: 'idle' });
  });

  test('NF12: a page that is offline but reports online looks the answer up instead of waiting', async () => {
    const { answers, client } = setUp();
    client.holdsReads = true;
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('network');
    await client.lastRead.fail();
    expect(answers.get('o1', 'news').saveState).toBe('unknown');
  });

  test('NF13: a page that is online but reports offline sends and saves', async () => {
    const { answers, client, page } = setUp();
    page.isOnline = false;
    void answers.set('o1', 'news', true);
    await client.lastWrite.save();
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, saveState: 'saved' });
  });

  test('NF13: an answer that waits is sent every 15 seconds, because the online event may never fire', async () => {
    const { answers, client, page } = setUp();
    page.isOnline = false;
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('network');
    await vi.advanceTimersByTimeAsync(14_990);
    expect(client.writes).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(10);
    expect(client.writes).toHaveLength(2);
    await client.lastWrite.fail('network');
    await vi.advanceTimersByTimeAsync(15_000);
    await client.lastWrite.save();
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, saveState: 'saved' });
  });

  test('NF13: answers that wait are sent together', async () => {
    const { answers, client, page } = setUp({ news: false, terms: false });
    page.isOnline = false;
    const fail = () => Promise.all(client.writes.map((write) => write.fail('network', 'not-applied')));
    void answers.set('o1', 'news', true);
    await fail();
    await vi.advanceTimersByTimeAsync(7_000);
    void answers.set('o1', 'terms', true);
    await fail();
    await vi.advanceTimersByTimeAsync(8_000);
    expect(client.writes).toHaveLength(4);
    await fail();
    await vi.advanceTimersByTimeAsync(14_000);
    expect(client.writes).toHaveLength(4);
  });

  test('an answer is sent again at once when the connection came back during the failed request', async () => {
    const { answers, client, page } = setUp();
    page.isOnline = false;
    void answers.set('o1', 'news', true);
    page.isOnline = true;
    await client.lastWrite.fail('network');
    expect(client.writes).toHaveLength(2);
    expect(answers.get('o1', 'news').error).toBe(undefined);
  });

  test('a refusal shows, whatever the page reports about the connection', async () => {
    const { answers, client, page } = setUp();
    page.isOnline = false;
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('forbidden', 'not-applied');
    expect(answers.get('o1', 'news').saveState).toBe('not-saved');
    void answers.set('o1', 'news', true);
    page.isOnline = true;
    await client.lastWrite.fail('forbidden', 'not-applied');
    expect(answers.get('o1', 'news').saveState).toBe('not-saved');
    expect(client.writes).toHaveLength(2);
  });

  test('an answer that is looked up is unsaved because it waits', async () => {
    const { answers, client, page } = setUp();
    client.holdsReads = true;
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('timeout');
    page.isOnline = false;
    void answers.set('o1', 'news', false);
    await client.lastWrite.fail('timeout');
    expect(answers.unsaved('o1')).toEqual([{ consentId: 'news', reason: 'waiting' }]);
  });

  test('an answer that waits can be reset when the value of the order is known', async () => {
    const { answers, client, page } = setUp();
    page.isOnline = false;
    const end = watch(answers.set('o1', 'news', true));
    await client.lastWrite.fail('network', 'not-applied');
    answers.reset('o1', 'news');
    await settled();
    expect(end.end).toBe('superseded');
    expect(answers.get('o1', 'news')).toMatchObject({ checked: false, saveState: 'idle' });
  });

  test('NF15: after ten minutes of sleep one request is sent', async () => {
    const { answers, client, page, goOnline } = setUp();
    page.isOnline = false;
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('network');
    vi.setSystemTime(Date.now() + 600_000);
    await goOnline();
    await vi.advanceTimersByTimeAsync(100);
    expect(client.writes).toHaveLength(2);
    await client.lastWrite.save();
    await vi.runAllTimersAsync();
    expect(client.writes).toHaveLength(2);
    expect(answers.get('o1', 'news').saveState).toBe('saved');
  });
});

describe('whenSettled', () => {
  test('NV4: waits for every answer, also for one that follows another', async () => {
    const { answers, client } = setUp({ news: false, terms: false });
    void answers.set('o1', 'terms', true);
    void answers.set('o1', 'news', true);
    void answers.set('o1', 'news', false);
    const end = watch(answers.whenSettled('o1'));
    await client.writes[1]?.save();
    await client.writes[0]?.save();
    expect(end.end).toBe('open');
    await client.lastWrite.save();
    expect(end.end).toBe(undefined);
  });

  test('NV4: resolves at once when nothing is under way', async () => {
    const { answers } = setUp();
    await answers.whenSettled('o1');
    await answers.whenSettled('never heard of');
  });

  test('NV5: rejects with the answers that are not saved when every request has ended', async () => {
    const { answers, client } = setUp({ news: false, terms: false });
    void answers.set('o1', 'news', true);
    void answers.set('o1', 'terms', true);
    const end = watch(answers.whenSettled('o1'));
    await client.writes[0]?.fail('forbidden', 'not-applied');
    expect(end.end).toBe('open');
    await client.writes[1]?.save();
    expect(isUnsavedAnswersError(end.end) && end.end.unsaved).toEqual([
      { consentId: 'news', reason: 'not-saved' },
    ]);
    const again = watch(answers.whenSettled('o1'));
    await settled();
    expect(isUnsavedAnswersError(again.end)).toBe(true);
  });

  test('NV4: rejects after 30 seconds with the answers that are still saving', async () => {
    const { answers } = setUp();
    void answers.set('o1', 'news', true);
    const end = watch(answers.whenSettled('o1'));
    await vi.advanceTimersByTimeAsync(29_999);
    expect(end.end).toBe('open');
    await vi.advanceTimersByTimeAsync(1);
    expect(end.end).toMatchObject({ unsaved: [{ consentId: 'news', reason: 'saving' }] });
    expect(String(end.end)).toBe(
      'UnsavedAnswersError: The order does not hold every answer: news is saving.',
    );
  });

  test('NV4: does not wait for the answers of another order', async () => {
    const { answers } = setUp();
    void answers.set('o2', 'news', true);
    await expect(answers.whenSettled('o1')).resolves.toBe(undefined);
  });
});

describe('leaving the page', () => {
  test('sends the answer that waits for a request under way, marked to follow it', () => {
    const { answers, client, leave } = setUp();
    void answers.set('o1', 'news', true);
    leave();
    expect(client.writes).toHaveLength(1);
    void answers.set('o1', 'news', false);
    leave();
    expect(values(client)).toEqual([true, false]);
    expect(client.lastWrite.options).toMatchObject({ retry: 0, followsWithin: 10_000 });
  });

  test('sends an answer whose failed attempt waits for its retry', () => {
    const { answers, client, leave } = setUp();
    void answers.set('o1', 'news', true);
    client.lastWrite.options?.onRetry?.(apiError('server', 'unknown', 503));
    leave();
    expect(values(client)).toEqual([true, true]);
    expect(client.lastWrite.options).not.toHaveProperty('followsWithin');
  });

  test('does not send an answer again after a network failure, which the unload may have caused', () => {
    const { answers, client, leave } = setUp();
    void answers.set('o1', 'news', true);
    client.lastWrite.options?.onRetry?.(apiError('network', 'unknown'));
    leave();
    expect(values(client)).toEqual([true]);
  });

  test('does not send an answer again because an attempt of the one before failed', async () => {
    const { answers, client, leave } = setUp();
    void answers.set('o1', 'news', true);
    client.lastWrite.options?.onRetry?.(apiError('server', 'unknown', 503));
    await client.lastWrite.save();
    void answers.set('o1', 'news', false);
    leave();
    expect(values(client)).toEqual([true, false]);
  });

  test('reports no error of a request that is sent then', async () => {
    const { answers, client, leave } = setUp();
    void answers.set('o1', 'news', true);
    void answers.set('o1', 'news', false);
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    leave();
    await client.lastWrite.fail('network');
    vi.useRealTimers();
    await new Promise((resolve) => setTimeout(resolve));
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  test('sends an answer again whose attempt failed without a connection, though there is one now', () => {
    const { answers, client, page, leave } = setUp();
    page.isOnline = false;
    void answers.set('o1', 'news', true);
    client.lastWrite.options?.onRetry?.(apiError('network', 'unknown'));
    page.isOnline = true;
    leave();
    expect(values(client)).toEqual([true, true]);
  });

  test('sends answers that wait for a connection or a look-up', async () => {
    const { answers, client, page, leave } = setUp();
    page.isOnline = false;
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('network');
    expect(answers.get('o1', 'news').saveState).toBe('waiting');
    leave();
    expect(values(client)).toEqual([true, true]);
    client.holdsReads = true;
    void answers.set('o2', 'news', true);
    await client.lastWrite.fail('timeout');
    leave();
    expect(values(client).slice(2)).toEqual([true, true, true]);
  });

  test('sends no answer that is saved or not saved', async () => {
    const { answers, client, leave, listenersLeft } = setUp({ news: false, terms: false });
    void answers.set('o1', 'news', true);
    await client.lastWrite.save();
    void answers.set('o1', 'terms', true);
    await client.lastWrite.fail('forbidden', 'not-applied');
    expect(listenersLeft()).toBe(0);
    leave();
    expect(client.writes).toHaveLength(2);
  });

  test('saves the last answer when the page is restored', async () => {
    const { answers, client, leave } = setUp();
    void answers.set('o1', 'news', true);
    void answers.set('o1', 'news', false);
    leave();
    await client.lastWrite.save();
    await client.writes[0]?.save();
    expect(values(client)).toEqual([true, false, false]);
    await client.lastWrite.save();
    expect(answers.get('o1', 'news')).toMatchObject({ checked: false, saveState: 'saved' });
    expect(client.server.get('o1')?.get('news')).toBe(false);
  });
});

describe('listeners', () => {
  test('are called on each change of their consent, and an unchanged answer stays the same object', async () => {
    const { answers, client } = setUp({ news: false, terms: false });
    const [news, terms, order] = [vi.fn(), vi.fn(), vi.fn()];
    const stop = answers.subscribeToConsent('o1', 'news', news);
    answers.subscribeToConsent('o1', 'terms', terms);
    answers.subscribe('o1', order);
    const before = answers.get('o1', 'terms');
    void answers.set('o1', 'news', true);
    await client.lastWrite.save();
    expect(news).toHaveBeenCalledTimes(2);
    expect(order).toHaveBeenCalledTimes(2);
    expect(terms).not.toHaveBeenCalled();
    expect(answers.get('o1', 'terms')).toBe(before);
    expect(answers.get('x', 'y')).toBe(answers.get('x', 'z'));
    const after = answers.get('o1', 'news');
    read(answers, client);
    expect(order).toHaveBeenCalledTimes(2);
    expect(answers.get('o1', 'news')).toBe(after);
    stop();
    void answers.set('o1', 'news', false);
    expect(news).toHaveBeenCalledTimes(2);
  });

  test('`set` inside a listener is not lost', async () => {
    const { answers, client } = setUp();
    const stop = answers.subscribeToConsent('o1', 'news', () => {
      stop();
      void answers.set('o1', 'news', false);
    });
    const end = answers.set('o1', 'news', true);
    await client.lastWrite.save();
    expect(values(client)).toEqual([true, false]);
    await client.lastWrite.save();
    expect(await end).toBe('superseded');
    expect(client.server.get('o1')?.get('news')).toBe(false);
  });

  test('of events get each end once, and one that throws does not affect the others', async () => {
    const { answers, client } = setUp({ a: false, b: false, c: false, d: false });
    const events: AnswerEvent[] = [];
    answers.subscribeToEvents(() => {
      throw new Error('a fault of the host');
    });
    answers.subscribeToEvents((event) => events.push(event));
    const [a, b, c] = ['a', 'b', 'c'].map((id) => {
      void answers.set('o1', id, true);
      return client.lastWrite;
    });
    await a?.save();
    await b?.fail('forbidden', 'not-applied');
    client.holdsReads = true;
    await c?.fail('server', 'unknown', 500);
    await client.lastRead.fail();
    client.server.get('o1')?.set('d', true);
    answers.reconcile('o1', client.order('o1'), answers.beginRead());
    expect(events.map(({ type, consentId, checked }) => [type, consentId, checked])).toEqual([
      ['saved', 'a', true],
      ['not-saved', 'b', true],
      ['unknown', 'c', true],
      ['not-saved', 'c', true],
      ['changed', 'd', true],
    ]);
  });

  test('listeners and timers are removed when nothing is under way', async () => {
    const { answers, client, page, goOnline, listenersLeft } = setUp({ news: false, terms: false });
    const ends: Promise<unknown>[] = [];
    void answers.set('o1', 'news', true);
    void answers.set('o1', 'news', false);
    ends.push(answers.whenSettled('o1'));
    await client.lastWrite.fail('timeout');
    await client.lastWrite.save();
    page.isOnline = false;
    ends.push(answers.set('o1', 'terms', true));
    await client.lastWrite.fail('network');
    expect(listenersLeft()).toBe(2);
    await goOnline();
    await client.lastWrite.save();
    await Promise.all(ends);
    await vi.advanceTimersByTimeAsync(31_000);
    expect(vi.getTimerCount()).toBe(0);
    expect(listenersLeft()).toBe(0);
  });
});

test('no timer is left when an answer is saved that waited for a connection', async () => {
  const { answers, client, page, goOnline } = setUp();
  page.isOnline = false;
  const ends = [answers.set('o1', 'news', true), answers.whenSettled('o1')];
  await client.lastWrite.fail('network', 'not-applied');
  await goOnline();
  await client.lastWrite.save();
  await Promise.all(ends);
  expect(vi.getTimerCount()).toBe(0);
});

test('the register works outside a browser', async () => {
  const client = new HeldClient({ o1: { news: false } });
  const answers = createAnswers(client);
  const end: Promise<AnswerEnd> = answers.set('o1', 'news', true);
  await client.lastWrite.save();
  expect(await end).toBe('saved');
  expect(answers.get('o1', 'news').error satisfies OrderApiError | undefined).toBe(undefined);
});

describe('an answer of before the register', () => {
  test('is shown as saving at once when it is 400 ms old', () => {
    const { answers } = setUp();
    void answers.set('o1', 'news', true, { age: 400 });
    expect(answers.get('o1', 'news').saveState).toBe('saving');
    void answers.set('o2', 'news', true, { age: 399 });
    expect(answers.get('o2', 'news').saveState).toBe('idle');
  });

  test('that is saved is not changed by a read that started before the register had it', () => {
    const { answers, client } = setUp();
    const readAt = answers.beginRead();
    void answers.set('o1', 'news', true, { age: 0, isSaved: true });
    answers.reconcile('o1', client.order('o1'), readAt);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, saveState: 'saved' });
  });

  test('that was sent, and that the order holds, is saved without a write', async () => {
    const { answers, client } = setUp({ news: true });
    const events: AnswerEvent[] = [];
    answers.subscribeToEvents((event) => events.push(event));
    expect(await answers.set('o1', 'news', true, { age: 0, isSent: true })).toBe('saved');
    expect(client.writes).toHaveLength(0);
    expect(events).toEqual([{ type: 'saved', orderId: 'o1', consentId: 'news', checked: true }]);
  });

  test('does not make the next answer slow', () => {
    const { answers } = setUp();
    void answers.set('o1', 'news', true, { age: 400, isSaved: true });
    void answers.set('o1', 'news', false);
    expect(answers.get('o1', 'news').saveState).toBe('idle');
  });

  test('I1: that a newer one replaced may arrive late, and the newer one follows it', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', false);
    await settled();
    answers.noteSent('o1', 'news', [true]);
    client.server.get('o1')?.set('news', true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(values(client)).toEqual([false]);
    await client.lastWrite.save();
    expect(answers.get('o1', 'news')).toMatchObject({ checked: false, saveState: 'saved' });
  });

  test('I1: that a newer one replaced, which is under way, may arrive late', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    void answers.set('o1', 'news', false);
    answers.noteSent('o1', 'news', [true]);
    await client.lastWrite.save();
    await client.lastWrite.save();
    client.server.get('o1')?.set('news', true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(values(client)).toEqual([true, false, false]);
  });
});

describe('a page that is left', () => {
  /** Returns the answer that is left, with the values that may arrive; after rounding the times. */
  const left = (answers: Answers) =>
    answers
      .leftAnswers('o1')
      .map(({ checked, sent }) => [checked, sent.map(([value, rest]) => [value, Math.round(rest / 1000)])]);

  test('names an answer under way, and the values that may arrive after it', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    expect(left(answers)).toEqual([[true, [[true, 30]]]]);
    void answers.set('o1', 'news', false);
    const both = [
      [true, 30],
      [false, 30],
    ];
    expect(left(answers)).toEqual([[false, both]]);
    await client.lastWrite.save();
    expect(left(answers)).toEqual([[false, [[false, 30]]]]);
    await client.lastWrite.save();
    expect(left(answers)).toEqual([]);
  });

  test('names a saved answer that a lost request may undo, for as long as that may arrive', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    void answers.set('o1', 'news', false);
    await client.lastWrite.fail('timeout', 'unknown');
    await client.lastWrite.save();
    expect(answers.get('o1', 'news').saveState).toBe('saved');
    expect(left(answers)).toEqual([[false, [[true, 30]]]]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(left(answers)).toEqual([[false, [[true, 10]]]]);
    await vi.advanceTimersByTimeAsync(40_000);
    expect(left(answers)).toEqual([]);
  });

  test('names a lost request of the saved answer too: the next page may have a newer answer', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    client.server.get('o1')?.set('news', true);
    await client.lastWrite.fail('timeout', 'unknown');
    await vi.advanceTimersByTimeAsync(100);
    expect(answers.get('o1', 'news').saveState).toBe('saved');
    expect(left(answers)).toEqual([[true, [[true, 30]]]]);
    await vi.advanceTimersByTimeAsync(31_000);
    expect(left(answers)).toEqual([]);
  });

  test('names an answer that failed, without a value that may arrive', async () => {
    const { answers, client } = setUp();
    client.holdsReads = true;
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('forbidden', 'not-applied');
    expect(left(answers)).toEqual([[true, []]]);
    await client.lastRead.answer();
    expect(left(answers)).toEqual([[true, []]]);
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('server', 'unknown', 500);
    await client.lastRead.fail();
    expect(left(answers)).toEqual([[true, []]]);
    void answers.drop('o1', 'news');
    expect(left(answers)).toEqual([[undefined, []]]);
  });

  test('names the requests of a dropped answer, without an answer', async () => {
    const { answers, client } = setUp({ news: false });
    void answers.set('o1', 'news', true).catch(() => undefined);
    await client.lastWrite.fail('timeout', 'unknown');
    await vi.advanceTimersByTimeAsync(100);
    await answers.drop('o1', 'news');
    expect(answers.get('o1', 'news')).toMatchObject({ checked: false, isDropped: true });
    expect(left(answers)).toEqual([[undefined, [[true, 30]]]]);
  });

  test('I1: the next page writes the answer again that a late request undoes, whenever it arrives', async () => {
    const { answers, client } = setUp({ news: false });
    answers.noteSent('o1', 'news', [true, false], false);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(client.writes).toHaveLength(0);
    client.server.get('o1')?.set('news', true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(values(client)).toEqual([false]);
  });

  test('the next page takes a value that no late request has as one of another party', async () => {
    const { answers, client } = setUp({ news: true });
    answers.noteSent('o1', 'news', [true], true);
    await vi.advanceTimersByTimeAsync(2_000);
    client.server.get('o1')?.set('news', false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(values(client)).toEqual([]);
  });

  test('the next page takes a value as one of another party when no request can arrive any more', async () => {
    const { answers, client } = setUp({ news: true });
    answers.noteSent('o1', 'news', [false], true, 5_000);
    await vi.advanceTimersByTimeAsync(10_000);
    client.server.get('o1')?.set('news', false);
    read(answers, client);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(values(client)).toEqual([]);
    expect(answers.get('o1', 'news').checked).toBe(false);
  });
});
