import { describeError } from '../events.ts';
import { limitTime, once } from '../hooks.ts';
import type { PostgresConnection } from '../postgres-connection.ts';
import type { PgBossStoreOptions } from './pg-boss-store.ts';

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
    jobs: PgBossJob[],
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

/** Settings of the attempts at a job. */
export interface PgBossJobOptions {
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

/** Settings of the queue. */
export interface PgBossQueueOptions extends PgBossJobOptions {
  /** One job per key at a time, in order. */
  policy: 'key_strict_fifo';
}

/** A job to add. */
export interface PgBossJob extends PgBossJobOptions {
  /** Order and consent. */
  data: object;
  /** The key of the queue. */
  singletonKey: string;
}

const year = 31_536_000;

/** The jobs of a store in its queue of pg-boss. */
export interface Jobs {
  readonly createQueue: () => Promise<unknown>;
  /** Adds one job for each answer, in the transaction that adds the answers. */
  readonly insertJobs: (
    connection: PostgresConnection,
    orderId: string,
    consents: readonly string[],
  ) => Promise<void>;
  /** Works on jobs that are due. Those that end with an error are repeated. Returns their number. */
  readonly runJobs: (
    most: number,
    work: (data: JobData) => Promise<{ readonly error?: unknown }>,
  ) => Promise<number>;
}

interface JobData {
  readonly orderId: string;
  readonly consentId: string;
}

/** Returns the functions that add jobs and run them. */
export function createJobs(options: PgBossStoreOptions): Jobs {
  const { boss, queue = 'consent-delivery', timeout = 5_000 } = options;
  const jobOptions = readJobOptions(options);
  // The connections of pg-boss have no limit by default, and a database that vanishes ends none of them.
  const limited = <T>(call: Promise<T>) => limitTime(call, timeout);
  return {
    createQueue: once(() => limited(boss.createQueue(queue, { policy: 'key_strict_fifo', ...jobOptions }))),
    insertJobs: async (connection, orderId, consents) => {
      if (consents.length === 0) return;
      const jobs = consents.map((consentId) => ({
        data: { orderId, consentId },
        singletonKey: JSON.stringify([orderId, consentId]),
        // The queue keeps the settings with which it was created.
        ...jobOptions,
      }));
      const executeSql = async (text: string, values?: unknown[]) =>
        (await connection.query(text, values)) as { rows: Record<string, unknown>[] };
      await boss.insert(queue, jobs, { db: { executeSql } });
    },
    runJobs: async (most, work) => {
      const jobs = await limited(boss.fetch(queue, { batchSize: most }));
      const run = async ({ id, retryCount, data }: Job) => {
        const end = await work(data as JobData);
        const job = { id, retryCount };
        await limited(
          'error' in end
            ? boss.fail(queue, job, { error: describeError(end.error) })
            : boss.complete(queue, job),
        );
      };
      const ends = await Promise.allSettled(jobs.map(run));
      const failed = ends.find((end) => end.status === 'rejected');
      if (failed) throw failed.reason;
      return jobs.length;
    },
  };
}

function readJobOptions({
  retryDelay = 5,
  retryDelayMax = 3_600,
  expire = 120,
}: PgBossStoreOptions): PgBossJobOptions {
  const isDelayed = retryDelay > 0;
  return {
    // The table counts the attempts of each answer: a job that pg-boss gives up would block its key.
    retryLimit: 10_000,
    retryDelay,
    retryBackoff: isDelayed,
    ...(isDelayed && { retryDelayMax }),
    expireInSeconds: expire,
    retentionSeconds: year,
  };
}
