import { EventEmitter } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { row } from '../../test/deliveries.ts';
import { createConsentDelivery } from './consent-delivery.ts';
import type { DeliveryEvent } from './consent-delivery.ts';
import type { PostgresPool } from '../postgres-connection.ts';
import type { PgBossQueue } from './pg-boss-jobs.ts';
import { pgBossStore } from './pg-boss-store.ts';

// tests/real/delivery.test.ts runs the store on PostgreSQL and pg-boss.

/** A connection that the pool opened before the store listened to it: Node ends the process for an `error` without a listener. */
class Connection extends EventEmitter {
  readonly released: boolean[] = [];
  isLocked = true;
  isUnlocked = true;
  /** Part of a statement that PostgreSQL refuses. */
  refused: string | undefined;
  readonly statements: string[] = [];
  /** Resolves when PostgreSQL has stored that a tick is handed over. */
  given: Promise<void> | undefined;
  readonly query = async (text: string): Promise<{ rows: unknown[] }> => {
    this.statements.push(text);
    if (text.includes('set given')) await this.given;
    return await this.#respond(text);
  };
  readonly #respond = (text: string): Promise<{ rows: unknown[] }> => {
    if (this.refused !== undefined && text.includes(this.refused))
      return Promise.reject(Object.assign(new Error('permission denied'), { name: 'error', code: '42501' }));
    if (text.includes('pg_try_advisory_lock'))
      return Promise.resolve({ rows: [{ isLocked: this.isLocked }] });
    if (text.includes('pg_advisory_unlock'))
      return Promise.resolve({ rows: [{ isUnlocked: this.isUnlocked }] });
    if (!text.includes('join consent_log as log on log.id = delivery.answer_id'))
      return Promise.resolve({ rows: [] });
    return Promise.resolve({
      rows: [{ ...row('a'), arrival: 1, state: 'waiting', given: false, attempts: 0, isTried: false }],
    });
  };
  readonly release = (isBroken = false): void => void this.released.push(isBroken);
}

function createBoss(): { readonly boss: PgBossQueue; readonly ends: string[] } {
  const ends: string[] = [];
  const done = (name: string) => () => Promise.resolve(ends.push(name));
  const job = { id: 'j', retryCount: 0, data: { orderId: 'o_1', consentId: 'ci_newsletter' } };
  const boss = {
    createQueue: () => Promise.resolve(undefined),
    insert: () => Promise.resolve(undefined),
    fetch: () => Promise.resolve(ends.length === 0 ? [job] : []),
    complete: done('complete'),
    fail: done('fail'),
    supervise: () => Promise.resolve(undefined),
  };
  return { boss, ends };
}

test('DL8: a connection that is lost during an attempt ends no process, and is left without a listener', async () => {
  const connection = new Connection();
  const pool: PostgresPool = { connect: () => Promise.resolve(connection), on: () => undefined };
  const { boss, ends } = createBoss();
  const run = () => {
    connection.emit('error', new Error('terminated'));
    return Promise.resolve('delivered' as const);
  };
  await pgBossStore({ boss, pool }).handOver(run, { concurrency: 1 });
  expect([ends, connection.released, connection.listenerCount('error')]).toEqual([['complete'], [false], 0]);
});

test.each([
  ['the role of the pool may not write the queue', { refused: 'set attempts' }, 'error 42501', 0],
  ['the result cannot be stored', { refused: 'set state' }, 'error 42501', 1],
  ['another session has the consent', { isLocked: false }, 'DeliveryLockError CONSENT_LOCKED', 0],
  ['a pooler in transaction mode', { isUnlocked: false }, 'DeliveryLockError POOLER_IN_TRANSACTION_MODE', 1],
])(
  'DL8: %s: an event has the error of the queue, and the job is repeated',
  async (_, fault, error, calls) => {
    const connection = Object.assign(new Connection(), fault);
    const pool: PostgresPool = { connect: () => Promise.resolve(connection), on: () => undefined };
    const { boss, ends } = createBoss();
    const events: DeliveryEvent[] = [];
    let called = 0;
    const delivery = createConsentDelivery({
      store: pgBossStore({ boss, pool }),
      admin: { getOrder: () => Promise.resolve({ consents: [] }) },
      deliver: () => Promise.resolve(called++),
      onEvent: (event) => void events.push(event),
      concurrency: 1,
    });
    expect(await delivery.run()).toBe(1);
    expect(called).toBe(calls);
    const ids = { orderId: 'o_1', consentId: 'ci_newsletter' };
    expect(events.filter(({ step }) => step === 'queue')).toEqual([
      { type: 'consent-delivery', level: 'error', step: 'queue', ...ids, error },
    ]);
    expect(ends).toEqual(['fail']);
    expect(connection.released).toEqual([true]);
  },
);

test.each(['attempts', 'retryDelay', 'retryDelayMax', 'expire', 'timeout'])(
  'refuses %s of a variable that is not set',
  (name) => {
    const pool: PostgresPool = { connect: () => Promise.resolve(new Connection()), on: () => undefined };
    expect(() => pgBossStore({ boss: createBoss().boss, pool, [name]: Number.NaN })).toThrow(
      `pgBossStore: ${name} is not a positive number`,
    );
  },
);

test.each([
  ['the order is read', { order: 200, given: 0 }],
  ['the answer is noted', { order: 0, given: 200 }],
])('DL8: an attempt that is late while %s leaves no statement to a later transaction', async (_, delays) => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const sleep = (delay: number) => new Promise<void>((resolve) => setTimeout(resolve, delay));
  const connection = new Connection();
  const pool: PostgresPool = { connect: () => Promise.resolve(connection), on: () => undefined };
  let delivered = 0;
  const delivery = createConsentDelivery({
    store: pgBossStore({ boss: createBoss().boss, pool }),
    admin: {
      getOrder: async () => {
        await sleep(delays.order);
        return { consents: [{ id: 'ci_newsletter', checked: true }] };
      },
    },
    deliver: () => Promise.resolve(delivered++),
    timeout: 100,
    concurrency: 1,
  });
  connection.given = sleep(delays.given);
  const ended = delivery.run();
  await vi.advanceTimersByTimeAsync(1_000);
  await ended;
  const steps = connection.statements.flatMap(
    (text) => /^begin|^commit|unlock|set (?:given|state)/.exec(text) ?? [],
  );
  expect([delivered, steps.at(-1)]).toEqual([0, 'unlock']);
  // Each transaction ends before the next one begins.
  const edges = steps.filter((step) => step === 'begin' || step === 'commit');
  expect(edges).toEqual(edges.map((_step, index) => (index % 2 === 0 ? 'begin' : 'commit')));
});

const hang = () => new Promise<never>(() => undefined);

test.each<[string, Partial<PgBossQueue>]>([
  ['createQueue', { createQueue: hang }],
  ['fetch', { fetch: hang }],
  ['complete', { complete: hang }],
])('DL8: a call of pg-boss that never ends (%s) is an error, and stops no shutdown', async (_, hanging) => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const pool: PostgresPool = { connect: () => Promise.resolve(new Connection()), on: () => undefined };
  const events: DeliveryEvent[] = [];
  const delivery = createConsentDelivery({
    store: pgBossStore({ boss: { ...createBoss().boss, ...hanging }, pool, timeout: 1_000 }),
    admin: { getOrder: () => Promise.resolve({ consents: [] }) },
    deliver: () => Promise.resolve(),
    pollInterval: 0,
    onEvent: (event) => void events.push(event),
  });
  delivery.start();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(events.filter(({ error }) => error === 'HookTimeoutError').length).toBeGreaterThan(1);
  const stopped = delivery.stop();
  await vi.advanceTimersByTimeAsync(1_000);
  await stopped;
});
