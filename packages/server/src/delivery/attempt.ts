import { describeError } from '../events.ts';
import { limitTime } from '../hooks.ts';
import { isInstance } from '../is-instance.ts';
import type { PostgresConnection, PostgresPool } from '../postgres-connection.ts';
import { ignoreLoss, inTransaction } from '../postgres-connection.ts';
import type { deliveryStatements } from './delivery-sql.ts';
import type { NextAnswer, QueuedAnswer } from './sequence.ts';
import { findNext } from './sequence.ts';
import type { HandOver } from './types.ts';
import { RejectedAnswerError } from './types.ts';

/** One job, and the parts of the store that its attempt uses. */
export interface AttemptContext {
  readonly options: {
    readonly pool: PostgresPool;
    readonly attempts?: number | undefined;
    readonly timeout?: number | undefined;
  };
  readonly sql: ReturnType<typeof deliveryStatements>;
  readonly orderId: string;
  readonly consentId: string;
  readonly run: HandOver;
  readonly queueOf: (
    connection: PostgresConnection,
    orderId: string,
    consentId: string,
  ) => Promise<QueuedAnswer[]>;
}

/** Has the error after which the answer waits for another attempt. */
interface AttemptResult {
  readonly error?: unknown;
}

/** An answer whose attempt has begun. */
interface BegunAnswer extends NextAnswer {
  readonly next: QueuedAnswer;
}

/** Runs work in one transaction on the connection of the attempt. */
type Transact = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Hands over the first answer of a consent that is due. A job counts answers, and does not name one: the table has
 * their order. A lock of the session keeps a process that pg-boss believes dead from going on beside another one.
 * Returns the error of `run` after which the answer waits for another attempt. Rejects if the attempt itself failed.
 */
export async function attemptNext(context: AttemptContext): Promise<AttemptResult> {
  const { options, orderId, consentId } = context;
  const { timeout = 5_000 } = options;
  const connection = await options.pool.connect();
  const stopIgnoring = ignoreLoss(connection);
  const key = JSON.stringify([orderId, consentId]);
  const transact: Transact = (work) => inTransaction(connection, timeout, work);
  let isBroken = true;
  try {
    const isChanged = await limitTime(lock(connection, key), timeout);
    const begun = await transact(() => beginNext(context, connection));
    const result = begun ? await handOver(context, connection, transact, begun) : {};
    isBroken = (await unlock(connection, key, timeout)) || isChanged;
    return result;
  } finally {
    stopIgnoring();
    // A closed connection releases its lock.
    connection.release(isBroken);
  }
}

/** Begins the attempt at the first answer that is due, and ends those that are not to be handed over. */
async function beginNext(
  { options, sql, orderId, consentId, queueOf }: AttemptContext,
  connection: PostgresConnection,
): Promise<BegunAnswer | undefined> {
  const found = findNext(await queueOf(connection, orderId, consentId));
  for (const id of found.overtaken) await connection.query(sql.end, [id, 'overtaken', null]);
  const { next } = found;
  if (!next) return undefined;
  if (next.attempts >= limitOf(options)) {
    await connection.query(sql.end, [next.answer.id, 'dead', 'ended in the middle']);
    return undefined;
  }
  await connection.query(sql.begin, [next.answer.id]);
  return { ...found, next };
}

/** Hands an answer over, and stores the end of its attempt. */
async function handOver(
  { options, sql, run }: AttemptContext,
  connection: PostgresConnection,
  transact: Transact,
  { next, isNewest, wasGiven }: BegunAnswer,
): Promise<AttemptResult> {
  const { answer } = next;
  const attempt = next.attempts + 1;
  const store = (text: string, ...values: unknown[]) =>
    transact(() => connection.query(text, [answer.id, ...values]));
  let noting: Promise<unknown> = Promise.resolve();
  const noteGiven = async () => {
    noting = store(sql.given);
    await noting;
  };
  const end = await run({ answer, attempt, isNewest, wasGiven, noteGiven }).then(
    (state) => ({ state, error: null, result: {} }),
    (error: unknown) => {
      const isDead = isInstance(error, RejectedAnswerError) || attempt >= limitOf(options);
      return isDead
        ? { state: 'dead', error: describeError(error), result: {} }
        : { state: 'waiting', error: describeError(error), result: { error } };
    },
  );
  // The time of the attempt may be up before that of the note, and their transactions must not mix.
  await noting.catch(() => undefined);
  await store(sql.end, end.state, end.error);
  return end.result;
}

const limitOf = ({ attempts = 30 }: AttemptContext['options']) => attempts;

/**
 * Takes the lock, and keeps the session, which idles during `deliver`, from being ended by the database. Returns whether
 * that changed the session, which the pool must not give to others then.
 */
async function lock(connection: PostgresConnection, key: string): Promise<boolean> {
  // Null before PostgreSQL 14, which has no such limit.
  const limit = `current_setting('idle_session_timeout', true) as "idleLimit"`;
  const text = `select pg_try_advisory_lock(hashtextextended($1, 0)) as "isLocked", ${limit}`;
  const [row] = (await connection.query(text, [key])).rows as LockRow[];
  if (row?.isLocked !== true) throw lockError('CONSENT_LOCKED');
  const isLimited = (row.idleLimit ?? '0') !== '0';
  if (isLimited) await connection.query('set idle_session_timeout = 0');
  return isLimited;
}

interface LockRow {
  readonly isLocked: boolean;
  readonly idleLimit?: string | null;
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
