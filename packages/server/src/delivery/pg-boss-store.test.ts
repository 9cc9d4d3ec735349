import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { row } from '../../test/deliveries.ts';
import type { PostgresPool } from '../postgres-connection.ts';
import type { PgBossQueue } from './pg-boss-store.ts';
import { pgBossStore } from './pg-boss-store.ts';

// tests/real/delivery.test.ts runs the store on PostgreSQL and pg-boss.

/** A connection that the pool opened before the store listened to it: Node ends the process for an `error` without a listener. */
class Connection extends EventEmitter {
  readonly released: boolean[] = [];
  readonly query = (text: string): Promise<{ rows: unknown[] }> => {
    if (text.includes('pg_try_advisory_lock')) return Promise.resolve({ rows: [{ isLocked: true }] });
    if (!text.includes('join consent_log as log on log.id = delivery.answer_id'))
      return Promise.resolve({ rows: [] });
    return Promise.resolve({
      rows: [{ ...row('a'), arrival: 1, state: 'waiting', given: false, attempts: 0 }],
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
    fetch: () => Promise.resolve([job]),
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
