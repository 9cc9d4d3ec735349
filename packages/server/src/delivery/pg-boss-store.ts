import type { LoggedConsentAnswer } from '../consent-log.ts';
import { limitTime } from '../hooks.ts';
import { checkAmounts, unlessZero } from '../option-amounts.ts';
import type { OptionNames } from '../option-names.ts';
import { checkNames } from '../option-names.ts';
import type { PostgresConnection, PostgresPool } from '../postgres-connection.ts';
import { preparePool, transact } from '../postgres-connection.ts';
import { attemptNext } from './attempt.ts';
import { deliveryStatements } from './delivery-sql.ts';
import { createJobs } from './pg-boss-jobs.ts';
import type { PgBossQueue } from './pg-boss-jobs.ts';
import type { QueuedAnswer } from './sequence.ts';
import { isOver } from './sequence.ts';
import type { DeliveryEntry, DeliveryState, DeliveryStore } from './types.ts';

/** Options of `pgBossStore`. */
export interface PgBossStoreOptions {
  /** A `PgBoss` of pg-boss 12 that was started. */
  readonly boss: PgBossQueue;
  /**
   * Pool of pg on the database of the consent log. Each answer that is handed over uses one connection. Not through a
   * pooler in transaction mode, because a lock of the session keeps two processes from one consent.
   */
  readonly pool: PostgresPool;
  /**
   * Name of the consent log, as in `consentTable`.
   * @default 'consent_log'
   */
  readonly table?: string | undefined;
  /**
   * Name of the queue of pg-boss.
   * @default 'consent-delivery'
   */
  readonly queue?: string | undefined;
  /**
   * Number of attempts at an answer before it goes to the dead-letter list.
   * @default 30: about one day with the default delays
   */
  readonly attempts?: number | undefined;
  /**
   * Delay before the second attempt in seconds. It doubles with each further one, with jitter. 0 for no delay at all.
   * @default 5
   */
  readonly retryDelay?: number | undefined;
  /**
   * Maximum delay between two attempts in seconds.
   * @default 3_600
   */
  readonly retryDelayMax?: number | undefined;
  /**
   * Time in seconds after which the answer of a process that ended is taken by another one. Above `timeout` of
   * `createConsentDelivery`.
   * @default 120
   */
  readonly expire?: number | undefined;
  /**
   * Timeout of one transaction, and of one call of pg-boss, in ms.
   * @default 5_000
   */
  readonly timeout?: number | undefined;
}

const optionNames: OptionNames<PgBossStoreOptions> = {
  boss: true,
  pool: true,
  table: true,
  queue: true,
  attempts: true,
  retryDelay: true,
  retryDelayMax: true,
  expire: true,
  timeout: true,
};

/**
 * Returns a store on pg-boss and the PostgreSQL of the consent log. Needs the tables of `consentDeliverySql`. Each
 * answer has a job of a queue with the policy `key_strict_fifo`, whose key is order and consent.
 *
 * @example
 * import { PgBoss } from 'pg-boss';
 *
 * const database = { connectionString: process.env['DATABASE_URL'] ?? '', query_timeout: 10_000 };
 * const boss = await new PgBoss(database).start();
 * const store = pgBossStore({ boss, pool });
 */
export function pgBossStore(options: PgBossStoreOptions): DeliveryStore {
  const { boss, pool, table = 'consent_log', queue = 'consent-delivery', timeout = 5_000 } = options;
  checkNames(options, optionNames, 'pgBossStore');
  preparePool(pool, 'pgBossStore');
  const { attempts, retryDelay, retryDelayMax, expire } = options;
  checkAmounts(
    { attempts, retryDelay: unlessZero(retryDelay), retryDelayMax, expire, timeout },
    'pgBossStore',
  );
  const sql = deliveryStatements(table);
  const { createQueue, insertJobs, runJobs } = createJobs(options);
  const query = async (text: string, ...values: unknown[]) =>
    await transact(pool, timeout, async (connection) => (await connection.query(text, values)).rows);

  const queueOf = async (connection: PostgresConnection, orderId: string, consentId: string) =>
    ((await connection.query(sql.queue, [orderId, consentId])).rows as QueueRow[]).map(toQueued);

  /** Adds those answers of a completed order that are not in the queue. */
  const addToQueue = async (connection: PostgresConnection, orderId: string) => {
    await insertJobs(connection, orderId, toConsentIds(await connection.query(sql.add, [orderId])));
  };

  /** Changes the state of an answer, unless newer ones are in the way. */
  const change = async (
    id: string,
    from: DeliveryState,
    run: (connection: PostgresConnection) => Promise<unknown>,
  ) => {
    await createQueue();
    return await transact(pool, timeout, async (connection) => {
      const [found] = (await connection.query(`${sql.find} for update`, [id])).rows as FoundRow[];
      if (found?.state !== from) return false;
      // The log may have a withdrawal of which nothing was reported yet.
      if (from === 'pending') await addToQueue(connection, found.orderId);
      if (isOver(await queueOf(connection, found.orderId, found.consentId), id, from)) return false;
      await run(connection);
      if (from === 'dead') await insertJobs(connection, found.orderId, [found.consentId]);
      return true;
    });
  };

  return {
    isCompleted: async (orderId) => (await query(sql.isCompleted, orderId)).length > 0,
    complete: async (orderId) => {
      await createQueue();
      await transact(pool, timeout, async (connection) => {
        await connection.query(sql.complete, [orderId]);
        await addToQueue(connection, orderId);
      });
    },
    backlog: async (limit) => {
      // The timer of pg-boss waits for hours after a clock that jumped back, and a process that runs for a moment never
      // reaches it. A failure here leaves the jobs to the next poll.
      await createQueue();
      await limitTime(boss.supervise(queue), timeout).catch(() => undefined);
      await query(sql.noteOpen);
      const open = toOrderIds(await query(sql.open, limit));
      return { open, completed: toOrderIds(await query(sql.unqueued, limit)) };
    },
    handOver: async (run, { concurrency, onError }) => {
      await createQueue();
      return await runJobs(concurrency, async ({ orderId, consentId }) => {
        try {
          return await attemptNext({ options, sql, orderId, consentId, run, queueOf });
        } catch (error) {
          onError?.(error, { orderId, consentId });
          return { error };
        }
      });
    },
    list: async (which) =>
      (await ('orderId' in which ? query(sql.ofOrder, which.orderId) : query(sql.dead))) as DeliveryEntry[],
    redeliver: (id) => change(id, 'dead', (connection) => connection.query(sql.restart, [id])),
    confirm: (id) =>
      change(id, 'pending', (connection) => connection.query(sql.end, [id, 'delivered', null])),
  };
}

type QueueRow = LoggedConsentAnswer & Omit<QueuedAnswer, 'answer'>;
interface FoundRow {
  readonly orderId: string;
  readonly consentId: string;
  readonly state: DeliveryState;
}

function toConsentIds({ rows }: { readonly rows: readonly unknown[] }): readonly string[] {
  return (rows as { readonly consentId: string }[]).map(({ consentId }) => consentId);
}

function toOrderIds(rows: readonly unknown[]): readonly string[] {
  return (rows as { readonly orderId: string }[]).map(({ orderId }) => orderId);
}

function toQueued({ arrival, state, given, attempts, error, ...answer }: QueueRow): QueuedAnswer {
  return { answer, arrival, state, given, attempts, error };
}
