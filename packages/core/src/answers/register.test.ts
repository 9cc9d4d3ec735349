import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { apiError, HeldClient, settled } from '../../test/held-client.ts';
import { createAnswers, isUnsavedAnswersError } from '../index.ts';
import type { AnswerEnd, AnswerEvent, Answers, OrderApiError } from '../index.ts';
import { createRegister } from './register.ts';
import type { RegisterOptions } from './register-options.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A register whose order was read, with the page's connection and its end in the test's hands. */
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

/** What a promise has come to so far. */
function watch(promise: Promise<unknown>): { end: unknown } {
  const seen: { end: unknown } = { end: 'open' };
  promise.then(
    (value) => (seen.end = value),
    (error: unknown) => (seen.end = error),
  );
  return seen;
}

const values = (client: HeldClient) => client.writes.map(({ checked }) => checked);

/** Reads as the page does: begun now, answered now. */
const read = (answers: Answers, client: HeldClient, orderId = 'o1') =>
  answers.reconcile(orderId, client.order(orderId), answers.beginRead());

describe('a click', () => {
  test('shows at once, is sent at once, and is saved when the server says so', async () => {
    const { answers, client } = setUp();
    const end = answers.set('o1', 'news', true);
    expect(answers.get('o1', 'news')).toEqual({
      checked: true,
      confirmed: false,
      desired: true,
      inFlight: true,
      saveState: 'idle',
      error: undefined,
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
    });
  });

  test('is shown as being saved after 400 ms, never before', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    await vi.advanceTimersByTimeAsync(399);
    expect(answers.get('o1', 'news').saveState).toBe('idle');
    await vi.advanceTimersByTimeAsync(1);
    expect(answers.get('o1', 'news').saveState).toBe('saving');
    await client.lastWrite.save();
    expect(answers.get('o1', 'news').saveState).toBe('saved');
  });

  test('counts from the first of several, so that a chain of quick saves is seen too', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    await vi.advanceTimersByTimeAsync(300);
    void answers.set('o1', 'news', false);
    await client.lastWrite.save();
    await vi.advanceTimersByTimeAsync(100);
    expect(answers.get('o1', 'news').saveState).toBe('saving');
  });

  test('RT5: on what the order holds already sends nothing', async () => {
    const { answers, client } = setUp({ news: true });
    expect(await answers.set('o1', 'news', true)).toBe('saved');
    expect(client.writes).toHaveLength(0);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, saveState: 'idle' });
  });

  test('on a consent the page knows nothing of is sent, either way', async () => {
    const { answers, client } = setUp({});
    void answers.set('o1', 'unread', false);
    await client.lastWrite.save();
    expect(answers.get('o1', 'unread')).toMatchObject({ checked: false, saveState: 'saved' });
  });
});

describe('clicks in a row', () => {
  test('RT2: of 17 clicks during one save two are sent, and the box ends flipped', async () => {
    const { answers, client } = setUp();
    for (let click = 1; click <= 17; click++) void answers.set('o1', 'news', click % 2 === 1);
    expect(values(client)).toEqual([true]);
    await client.lastWrite.save();
    expect(values(client)).toEqual([true]);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, confirmed: true, saveState: 'saved' });
  });

  test('RT2: the newest of them follows when it differs', async () => {
    const { answers, client } = setUp();
    for (let click = 1; click <= 16; click++) void answers.set('o1', 'news', click % 2 === 1);
    await client.lastWrite.save();
    expect(values(client)).toEqual([true, false]);
    await client.lastWrite.save();
    expect(answers.get('o1', 'news')).toMatchObject({ checked: false, confirmed: false, saveState: 'saved' });
  });

  test('RT3: the second is not sent before the first has settled', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    void answers.set('o1', 'news', false);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(values(client)).toEqual([true]);
    await client.lastWrite.save();
    expect(values(client)).toEqual([true, false]);
  });

  test('those that a newer one made pointless end as superseded, with the newest', async () => {
    const { answers, client } = setUp();
    const ends = [true, false, true, false].map((checked) => answers.set('o1', 'news', checked));
    await client.lastWrite.save();
    await client.lastWrite.save();
    expect(await Promise.all(ends)).toEqual<AnswerEnd[]>(['superseded', 'saved', 'superseded', 'saved']);
  });

  test('after a refusal the newest is sent only where the order does not hold it', async () => {
    const { answers, client } = setUp();
    const first = answers.set('o1', 'news', true);
    const second = answers.set('o1', 'news', false);
    await client.lastWrite.fail('conflict', 'not-applied');
    expect(values(client)).toEqual([true]);
    expect([await first, await second]).toEqual(['superseded', 'saved']);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: false, saveState: 'idle', error: undefined });
  });

  test('an act made after a refused request was sent gets an attempt of its own, whatever its value', async () => {
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

  test('the second attempt of a refused answer is the last, unless the shopper acts again', async () => {
    const { answers, client } = setUp();
    answers.set('o1', 'news', true).catch(() => undefined);
    answers.set('o1', 'news', true).catch(() => undefined);
    await client.lastWrite.fail('forbidden', 'not-applied');
    await client.lastWrite.fail('forbidden', 'not-applied');
    expect(values(client)).toEqual([true, true]);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: false, saveState: 'not-saved' });
  });

  test('an act made after a lost request was sent is sent again where the order does not hold it', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('network');
    expect(values(client)).toEqual([true, true]);
    await client.lastWrite.save();
    expect(answers.get('o1', 'news')).toMatchObject({ confirmed: true, saveState: 'saved' });
  });

  test('after a lost answer the newest is sent whatever the order held before', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    void answers.set('o1', 'news', false);
    await client.lastWrite.fail('timeout');
    expect(values(client)).toEqual([true, false]);
  });

  test('RT6: two consents of an order neither wait for nor change one another', async () => {
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

  test('two orders with consents of the same name are told apart', async () => {
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
  test('shows the value of the order, keeps the answer for a retry, and tells why', async () => {
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

  test.each(['conflict', 'not-found', 'invalid'] as const)(
    'SE5, SE7: after %s the order is read, and what it holds is shown',
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

  test('SE5: a consent that is gone from the order is not shown as ticked', async () => {
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

  test('SE5: a consent that is gone from the order keeps nobody waiting for an answer that cannot be saved', async () => {
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

  test('SE5: neither does one whose lost answer is looked up when it is gone', async () => {
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

  test('can be let go', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('forbidden', 'not-applied');
    answers.reset('o1', 'news');
    expect(answers.get('o1', 'news')).toMatchObject({
      checked: false,
      desired: undefined,
      saveState: 'idle',
      error: undefined,
    });
    answers.retry('o1', 'news');
    expect(client.writes).toHaveLength(1);
  });

  test('a click on what is shown again lets go of the answer too', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('forbidden', 'not-applied');
    await answers.set('o1', 'news', false);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: false, saveState: 'idle', error: undefined });
    expect(client.writes).toHaveLength(1);
  });

  test('an error that is none of ours is treated as an answer that was lost', async () => {
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

describe('a lost answer', () => {
  test('that was applied is found on the order and is saved', async () => {
    const { answers, client } = setUp();
    const end = answers.set('o1', 'news', true);
    client.lastWrite.apply();
    await client.lastWrite.fail('timeout');
    expect(await end).toBe('saved');
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, confirmed: true, saveState: 'saved' });
    expect(client.reads).toHaveLength(1);
  });

  test('that was not applied is not saved, and nobody pretends it was', async () => {
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

  test('while it is being looked up keeps the box as the shopper left it, and shows no error', async () => {
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
    });
    await vi.advanceTimersByTimeAsync(400);
    expect(answers.get('o1', 'news').saveState).toBe('saving');
    expect(answers.unsaved('o1')).toEqual([{ consentId: 'news', reason: 'saving' }]);
  });

  test('that cannot be looked up is unknown, in words, and keeps the shopper’s value', async () => {
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

  test('that is unknown is settled by the next read of the page', async () => {
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

  test('that is unknown can be sent again, but not let go before it is looked up', async () => {
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

  test('is not answered by a read that began before it was lost', async () => {
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

  test('is overtaken by a newer answer, which does not wait for the read', async () => {
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

describe('a write that is carried out late', () => {
  test('NF3: after a newer answer was saved, is corrected', async () => {
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

  test('NF3: is corrected although it was only an attempt of a write that was saved in the end', async () => {
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

  test('NF3: is corrected at the last moment it can be', async () => {
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

  test('NF3: during a newer save that ends after the last read is corrected nonetheless', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    void answers.set('o1', 'news', false);
    await client.lastWrite.fail('timeout');
    await vi.advanceTimersByTimeAsync(29_000);
    client.lastWrite.apply();
    client.writes[0]?.apply();
    await vi.advanceTimersByTimeAsync(6_000);
    expect(client.reads).toHaveLength(0);
    await client.lastWrite.answer();
    await vi.runAllTimersAsync();
    expect(values(client)).toEqual([true, false, false]);
  });

  test('NF3: that was seen by nobody is not forgotten by a newer write that was refused', async () => {
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

  test('is saved after all where it is still wanted', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('timeout');
    expect(answers.get('o1', 'news').saveState).toBe('not-saved');
    client.lastWrite.apply();
    await vi.advanceTimersByTimeAsync(1_500);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, saveState: 'saved' });
    expect(client.writes).toHaveLength(1);
  });

  test('is unknown, in words, where the order cannot be read until it can come no more', async () => {
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

  test('SE10: another one’s change is not taken for one, and is followed without a write', async () => {
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

  test('is not undone once the shopper has let go of it, for then the order decides', async () => {
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

  test('costs no read where it could change nothing', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    client.lastWrite.options?.onRetry?.(apiError('timeout', 'unknown'));
    await client.lastWrite.save();
    await vi.runAllTimersAsync();
    expect(client.reads).toHaveLength(0);
  });

  test('costs a handful of reads and no more', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('timeout');
    await vi.runAllTimersAsync();
    expect(client.reads.length).toBeGreaterThan(3);
    expect(client.reads.length).toBeLessThan(9);
  });

  test('an answered 500 is over, so nothing is watched', async () => {
    const { answers, client } = setUp();
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('server', 'unknown', 500);
    await vi.runAllTimersAsync();
    expect(client.reads).toHaveLength(1);
  });
});

describe('reads of the order', () => {
  test('RT11: one that began before a write ended does not flip the box', async () => {
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

  test('an older one that arrives after a newer one is ignored', () => {
    const { answers, client } = setUp();
    const early = answers.beginRead();
    const stale = client.order('o1');
    client.server.get('o1')?.set('news', true);
    read(answers, client);
    answers.reconcile('o1', stale, early);
    expect(answers.get('o1', 'news').checked).toBe(true);
  });

  test('SE10: a change by somebody else is followed, with no write', () => {
    const { answers, client } = setUp();
    client.server.get('o1')?.set('news', true);
    read(answers, client);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, confirmed: true, saveState: 'idle' });
    expect(client.writes).toHaveLength(0);
  });

  test('without a moment fill in only what nothing is known of', async () => {
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

  test('SE13: a consent without a value is unticked, and nothing is written', () => {
    const { answers, client } = setUp();
    answers.reconcile('o1', { merchant: 'm', channel: 'c', consents: [{ id: 'x' }] }, answers.beginRead());
    expect(answers.get('o1', 'x')).toMatchObject({ checked: false, confirmed: false });
    expect(client.writes).toHaveLength(0);
  });

  test('a consent that vanishes is known no more', () => {
    const { answers, client } = setUp();
    client.server.get('o1')?.delete('news');
    read(answers, client);
    expect(answers.get('o1', 'news')).toMatchObject({ checked: undefined, confirmed: undefined });
  });
});

describe('without a connection', () => {
  test('NF11: a click shows, waits in words without an error, and is saved when the connection is back', async () => {
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

  test('NF11: only the last of several answers is sent when it is back', async () => {
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

  test('NF12: a page that believes to be online looks the answer up instead of waiting for ever', async () => {
    const { answers, client } = setUp();
    client.holdsReads = true;
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('network');
    await client.lastRead.fail();
    expect(answers.get('o1', 'news').saveState).toBe('unknown');
  });

  test('NF13: a page that wrongly believes to be offline sends and saves all the same', async () => {
    const { answers, client, page } = setUp();
    page.isOnline = false;
    void answers.set('o1', 'news', true);
    await client.lastWrite.save();
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, saveState: 'saved' });
  });

  test('NF13: and tries again now and then, for the event may never come', async () => {
    const { answers, client, page } = setUp();
    page.isOnline = false;
    void answers.set('o1', 'news', true);
    await client.lastWrite.fail('network');
    await vi.advanceTimersByTimeAsync(15_000);
    expect(client.writes).toHaveLength(2);
    await client.lastWrite.fail('network');
    await vi.advanceTimersByTimeAsync(15_000);
    await client.lastWrite.save();
    expect(answers.get('o1', 'news')).toMatchObject({ checked: true, saveState: 'saved' });
  });

  test('a connection that comes back while the attempts still fail is used at once', async () => {
    const { answers, client, page } = setUp();
    page.isOnline = false;
    void answers.set('o1', 'news', true);
    page.isOnline = true;
    await client.lastWrite.fail('network');
    expect(client.writes).toHaveLength(2);
    expect(answers.get('o1', 'news').error).toBe(undefined);
  });

  test('an answer that waits can be let go where the order’s value is known', async () => {
    const { answers, client, page } = setUp();
    page.isOnline = false;
    const end = watch(answers.set('o1', 'news', true));
    await client.lastWrite.fail('network', 'not-applied');
    answers.reset('o1', 'news');
    await settled();
    expect(end.end).toBe('superseded');
    expect(answers.get('o1', 'news')).toMatchObject({ checked: false, saveState: 'idle' });
  });

  test('NF15: after ten minutes of sleep one request goes out, not a burst', async () => {
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

describe('before the order is placed', () => {
  test('NV4: whenSettled waits for every answer, also for one that is sent after another', async () => {
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

  test('NV4: with nothing to wait for resolves at once', async () => {
    const { answers } = setUp();
    await answers.whenSettled('o1');
    await answers.whenSettled('never heard of');
  });

  test('NV5: rejects with what is not saved, once it will not get there', async () => {
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

  test('NV4: gives up after the budget, naming what is still under way', async () => {
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

  test('NV4: the answers of another order do not hold it up', async () => {
    const { answers } = setUp();
    void answers.set('o2', 'news', true);
    await expect(answers.whenSettled('o1')).resolves.toBe(undefined);
  });
});

describe('a page that is being left', () => {
  test('sends what waits behind a request under way, to follow it', () => {
    const { answers, client, leave } = setUp();
    void answers.set('o1', 'news', true);
    leave();
    expect(client.writes).toHaveLength(1);
    void answers.set('o1', 'news', false);
    leave();
    expect(values(client)).toEqual([true, false]);
    expect(client.lastWrite.options).toMatchObject({ retry: 0, followsWithin: 10_000 });
  });

  test('sends what is not on its way because an attempt failed and the next one lies ahead', () => {
    const { answers, client, leave } = setUp();
    void answers.set('o1', 'news', true);
    client.lastWrite.options?.onRetry?.(apiError('server', 'unknown', 503));
    leave();
    expect(values(client)).toEqual([true, true]);
    expect(client.lastWrite.options).not.toHaveProperty('followsWithin');
  });

  test('sends nothing twice because a connection broke, for leaving may have broken it for the page alone', () => {
    const { answers, client, leave } = setUp();
    void answers.set('o1', 'news', true);
    client.lastWrite.options?.onRetry?.(apiError('network', 'unknown'));
    leave();
    expect(values(client)).toEqual([true]);
  });

  test('sends what waits for a connection, which there may be, and what is being looked up', async () => {
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

  test('sends nothing of what was saved, or told as not saved', async () => {
    const { answers, client, leave, listenersLeft } = setUp({ news: false, terms: false });
    void answers.set('o1', 'news', true);
    await client.lastWrite.save();
    void answers.set('o1', 'terms', true);
    await client.lastWrite.fail('forbidden', 'not-applied');
    expect(listenersLeft()).toBe(0);
    leave();
    expect(client.writes).toHaveLength(2);
  });

  test('that comes back after all ends with the last answer', async () => {
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
  test('hear of each change, and a state that did not change stays the same object', async () => {
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
    stop();
    void answers.set('o1', 'news', false);
    expect(news).toHaveBeenCalledTimes(2);
  });

  test('one that answers while it is told loses nothing', async () => {
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

  test('of events hear each end once, and a fault of theirs harms nothing', async () => {
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

  test('and timers: none is left at rest', async () => {
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

test('works outside of a page, where there is no connection to ask about', async () => {
  const client = new HeldClient({ o1: { news: false } });
  const answers = createAnswers(client);
  const end: Promise<AnswerEnd> = answers.set('o1', 'news', true);
  await client.lastWrite.save();
  expect(await end).toBe('saved');
  expect(answers.get('o1', 'news').error satisfies OrderApiError | undefined).toBe(undefined);
});
