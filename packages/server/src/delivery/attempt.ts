import { describeError } from '../events.ts';
import { limitTime } from '../hooks.ts';
import type { PostgresConnection, PostgresPool } from '../postgres-connection.ts';
import { ignoreLoss, inTransaction } from '../postgres-connection.ts';
import type { deliveryStatements } from './delivery-sql.ts';
import type { QueuedAnswer } from './sequence.ts';
import { findNext } from './sequence.ts';
import type { HandOver } from './types.ts';
import { RejectedAnswerError } from './types.ts';

/** One ticket, and what it needs. */
export interface AttemptContext {
  readonly options: {
    readonly pool: PostgresPool;
    readonly attempts?: number | undefined;
    readonly timeout?: number | undefined;
  };
  readonly sql: ReturnType<typeof deliveryStatements>;
  readonly begin: string;
  readonly orderId: string;
  readonly consentId: string;
  readonly run: HandOver;
  readonly queueOf: (
    connection: PostgresConnection,
    orderId: string,
    consentId: string,
  ) => Promise<QueuedAnswer[]>;
}

/**
 * Hands over the first answer of a consent that is due. A job counts answers, and does not name one: the table has
 * their order. A lock of the session keeps a process that pg-boss believes dead from going on beside another one.
 * Returns the error of `run` after which the answer waits for another attempt. Rejects if the attempt itself failed.
 */
export async function attemptNext(context: AttemptContext): Promise<{ readonly error?: unknown }> {
  const { options, sql, begin, orderId, consentId, run, queueOf } = context;
  const connection = await options.pool.connect();
  const stopIgnoring = ignoreLoss(connection);
  let isBroken = true;
  const key = JSON.stringify([orderId, consentId]);
  const { timeout = 5_000, attempts: limit = 30 } = options;
  let failure = {};
  const transact = <T>(work: () => Promise<T>) => limitTime(inTransaction(connection, begin, work), timeout);
  try {
    await limitTime(lock(connection, key), timeout);
    const { next, isNewest, wasGiven, isExhausted } = await transact(async () => {
      const found = findNext(await queueOf(connection, orderId, consentId));
      for (const id of found.overtaken) await connection.query(sql.end, [id, 'overtaken', null]);
      const id = found.next?.answer.id;
      const isExhausted = (found.next?.attempts ?? 0) >= limit;
      if (id !== undefined && isExhausted)
        await connection.query(sql.end, [id, 'dead', 'ended in the middle']);
      else if (id !== undefined) await connection.query(sql.begin, [id]);
      return { ...found, isExhausted };
    });
    if (next && !isExhausted) {
      const { answer } = next;
      const attempt = next.attempts + 1;
      let noting: Promise<unknown> = Promise.resolve();
      const noteGiven = async () => {
        noting = transact(() => connection.query(sql.given, [answer.id]));
        await noting;
      };
      const end = await run({ answer, attempt, isNewest, wasGiven, noteGiven }).then(
        (state) => ({ state, error: null, thrown: undefined }),
        (thrown: unknown) => {
          const isDead = thrown instanceof RejectedAnswerError || attempt >= limit;
          return { state: isDead ? 'dead' : 'waiting', error: describeError(thrown), thrown };
        },
      );
      // The time of the attempt may be up before that of the note, and their transactions must not mix.
      await noting.catch(() => undefined);
      await transact(() => connection.query(sql.end, [answer.id, end.state, end.error]));
      failure = end.state === 'waiting' ? { error: end.thrown } : {};
    }
    isBroken = await unlock(connection, key, timeout);
    return failure;
  } finally {
    stopIgnoring();
    // A closed connection releases its lock.
    connection.release(isBroken);
  }
}

async function lock(connection: PostgresConnection, key: string): Promise<void> {
  const text = 'select pg_try_advisory_lock(hashtextextended($1, 0)) as "isLocked"';
  const [row] = (await connection.query(text, [key])).rows as { isLocked: boolean }[];
  if (row?.isLocked !== true) throw lockError('CONSENT_LOCKED');
}

/** Releases the lock. Returns whether the connection was lost, which releases it too. */
async function unlock(connection: PostgresConnection, key: string, timeout: number): Promise<boolean> {
  const text = 'select pg_advisory_unlock(hashtextextended($1, 0)) as "isUnlocked"';
  const result = await limitTime(connection.query(text, [key]), timeout).catch(() => undefined);
  const [row] = (result?.rows ?? []) as { isUnlocked: boolean }[];
  // A pooler in transaction mode: the lock stays on another session, and blocks the consent.
  if (row?.isUnlocked === false) throw lockError('POOLER_IN_TRANSACTION_MODE');
  return result === undefined;
}

/** Events have the name and the code. */
function lockError(code: 'CONSENT_LOCKED' | 'POOLER_IN_TRANSACTION_MODE'): Error {
  return Object.assign(new Error('Another session has the lock of this consent.'), {
    name: 'DeliveryLockError',
    code,
  });
}
