import type { LoggedConsentAnswer } from '../consent-log.ts';
import { describeError } from '../events.ts';
import type { PostgresConnection, PostgresPool } from '../postgres-connection.ts';
import { beginWithin, inTransaction, preparePool, withConnection } from '../postgres-connection.ts';
import { attemptNext } from './attempt.ts';
import { deliveryStatements } from './delivery-sql.ts';
import type { QueuedAnswer } from './sequence.ts';
import { hasNewer } from './sequence.ts';
import type { DeliveryEntry, DeliveryState, DeliveryStore } from './types.ts';

/** A job, as `fetch` of pg-boss returns it. */
interface Job {
  readonly id: string;
  readonly retryCount: number;
  readonly data: unknown;
}

/** The part of a `PgBoss` of pg-boss that the store uses. */
export interface PgBossQueue {
  /** Creates a queue, unless it exists. */
  createQueue: (name: string, options: PgBossQueueOptions) => Promise<unknown>;
  /** Adds jobs on a connection of the caller. */
  insert: (
    name: string,
    jobs: { data: object; singletonKey: string }[],
    options: {
      db: { executeSql: (text: string, values?: unknown[]) => Promise<{ rows: Record<string, unknown>[] }> };
    },
  ) => Promise<unknown>;
  /** Takes jobs. */
  fetch: (name: string, options: { batchSize: number }) => Promise<Job[]>;
  /** Ends a job. */
  complete: (name: string, job: { id: string; retryCount: number }) => Promise<unknown>;
  /** Ends an attempt at a job, which is repeated. */
  fail: (name: string, job: { id: string; retryCount: number }, data?: object | null) => Promise<unknown>;
  /** Takes jobs back whose process ended. */
  supervise: (name: string) => Promise<unknown>;
}

/** Settings of the queue. */
export interface PgBossQueueOptions {
  /** One job per key at a time, in order. */
  policy: 'key_strict_fifo';
  /** Number of repetitions. */
  retryLimit: number;
  /** Delay before the second attempt in seconds. */
  retryDelay: number;
  /** Doubles the delay each time. */
  retryBackoff: boolean;
  /** Maximum delay in seconds. */
  retryDelayMax?: number;
  /** Time of one attempt in seconds. */
  expireInSeconds: number;
  /** Time in seconds that a job may wait. */
  retentionSeconds: number;
}

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
   * Timeout of one transaction in ms.
   * @default 5_000
   */
  readonly timeout?: number | undefined;
}

const year = 31_536_000;

/**
 * Returns a store on pg-boss and the PostgreSQL of the consent log. Needs the tables of `consentDeliverySql`. Each
 * answer has a job of a queue with the policy `key_strict_fifo`, whose key is order and consent.
 *
 * @example
 * import { PgBoss } from 'pg-boss';
 *
 * const boss = await new PgBoss(process.env['DATABASE_URL'] ?? '').start();
 * const store = pgBossStore({ boss, pool });
 */
export function pgBossStore(options: PgBossStoreOptions): DeliveryStore {
  const { boss, pool, table = 'consent_log', queue = 'consent-delivery', timeout = 5_000 } = options;
  preparePool(pool, 'pgBossStore');
  const sql = deliveryStatements(table);
  const begin = beginWithin(timeout);
  const createQueue = once(() => boss.createQueue(queue, queueOptions(options)));
  const transact = <T>(run: (connection: PostgresConnection) => Promise<T>) =>
    withConnection(pool, timeout, (connection) => inTransaction(connection, begin, run));
  const query = async (text: string, ...values: unknown[]) =>
    await transact(async (connection) => (await connection.query(text, values)).rows);

  const queueOf = async (connection: PostgresConnection, orderId: string, consentId: string) =>
    ((await connection.query(sql.queue, [orderId, consentId])).rows as QueueRow[]).map(toQueued);

  /** Changes the state of an answer, unless a newer one was handed over. */
  const change = async (
    id: string,
    from: DeliveryState,
    run: (connection: PostgresConnection) => Promise<unknown>,
  ) =>
    await transact(async (connection) => {
      const [found] = (await connection.query(`${sql.find} for update`, [id])).rows as FoundRow[];
      if (found?.state !== from) return false;
      if (hasNewer(await queueOf(connection, found.orderId, found.consentId), id)) return false;
      await run(connection);
      if (from === 'dead') await insertJobs(boss, queue, connection, found.orderId, [found.consentId]);
      return true;
    });

  return {
    isCompleted: async (orderId) => (await query(sql.isCompleted, orderId)).length > 0,
    complete: async (orderId) => {
      await createQueue();
      await transact(async (connection) => {
        await connection.query(sql.complete, [orderId]);
        const { rows } = await connection.query(sql.add, [orderId]);
        const consents = (rows as { consentId: string }[]).map(({ consentId }) => consentId);
        await insertJobs(boss, queue, connection, orderId, consents);
      });
    },
    backlog: async (limit) => {
      // The timer of pg-boss waits for hours after a clock that jumped back, and a process that runs for a moment never
      // reaches it. A failure here leaves the jobs to the next poll.
      await createQueue();
      await boss.supervise(queue).catch(() => undefined);
      await query(sql.noteOpen);
      const open = (await query(sql.open, limit)) as { orderId: string }[];
      const unqueued = (await query(sql.unqueued, limit)) as { orderId: string }[];
      const toIds = (rows: { orderId: string }[]) => rows.map(({ orderId }) => orderId);
      return { open: toIds(open), completed: toIds(unqueued) };
    },
    handOver: async (run, { concurrency }) => {
      await createQueue();
      const jobs = await boss.fetch(queue, { batchSize: concurrency });
      const work = async (job: Job) => {
        const { orderId, consentId } = job.data as { orderId: string; consentId: string };
        try {
          await attemptNext({ options, sql, begin, orderId, consentId, run, queueOf });
          await boss.complete(queue, { id: job.id, retryCount: job.retryCount });
        } catch (error) {
          await boss.fail(queue, { id: job.id, retryCount: job.retryCount }, { error: describeError(error) });
        }
      };
      const ends = await Promise.allSettled(jobs.map(work));
      const failed = ends.find((end) => end.status === 'rejected');
      if (failed) throw failed.reason;
      return jobs.length;
    },
    list: async (which) =>
      (await ('orderId' in which ? query(sql.ofOrder, which.orderId) : query(sql.dead))) as DeliveryEntry[],
    redeliver: async (id) => {
      await createQueue();
      return await change(id, 'dead', (connection) => connection.query(sql.restart, [id]));
    },
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

function toQueued({ arrival, state, given, attempts, ...answer }: QueueRow): QueuedAnswer {
  return { answer, arrival, state, given, attempts };
}

function queueOptions({
  retryDelay = 5,
  retryDelayMax = 3_600,
  expire = 120,
}: PgBossStoreOptions): PgBossQueueOptions {
  const isDelayed = retryDelay > 0;
  return {
    policy: 'key_strict_fifo',
    // The table counts the attempts of each answer: a job that pg-boss gives up would block its key.
    retryLimit: 10_000,
    retryDelay,
    retryBackoff: isDelayed,
    ...(isDelayed && { retryDelayMax }),
    expireInSeconds: expire,
    retentionSeconds: year,
  };
}

/** Adds one job for each answer, in the transaction that adds the answers. */
async function insertJobs(
  boss: PgBossQueue,
  queue: string,
  connection: PostgresConnection,
  orderId: string,
  consents: readonly string[],
): Promise<void> {
  if (consents.length === 0) return;
  const jobs = consents.map((consentId) => ({
    data: { orderId, consentId },
    singletonKey: JSON.stringify([orderId, consentId]),
  }));
  const executeSql = async (text: string, values?: unknown[]) =>
    (await connection.query(text, values)) as { rows: Record<string, unknown>[] };
  await boss.insert(queue, jobs, { db: { executeSql } });
}

/** Returns a function that runs `work` until it succeeded once. */
function once(work: () => Promise<unknown>): () => Promise<void> {
  let done: Promise<unknown> | undefined;
  return async () => {
    done ??= work();
    await done.catch((error: unknown) => {
      done = undefined;
      throw error;
    });
  };
}
