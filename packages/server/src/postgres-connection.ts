import { limitTime } from './hooks.ts';
import { optionError } from './option-error.ts';

/** The part of a `Pool` of `pg` that the table uses. */
export interface PostgresPool {
  /** Returns a connection of its own. */
  connect: () => Promise<PostgresConnection>;
  /** Listens to errors of idle connections, and to new connections. */
  on: ((event: 'error', listener: (error: Error) => void) => unknown) &
    ((event: 'connect', listener: (connection: PostgresConnection) => void) => unknown);
  /** Options of the pool. */
  readonly options?: { readonly connectionTimeoutMillis?: number | undefined } | undefined;
}

/** The part of a `PoolClient` of `pg` that the table uses. */
export interface PostgresConnection {
  /** Sends one statement, or several without values. */
  query: (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>;
  /** Returns the connection to the pool, or closes it. */
  release: (isBroken?: boolean) => void;
  /** Listens to the loss of the connection, and to warnings of PostgreSQL. */
  on: ((event: 'error', listener: (error: Error) => void) => unknown) &
    ((event: 'notice', listener: (notice: PostgresNotice) => void) => unknown);
  /** Removes a listener. */
  off: ((event: 'error', listener: (error: Error) => void) => unknown) &
    ((event: 'notice', listener: (notice: PostgresNotice) => void) => unknown);
}

/** The part of a warning of `pg` that the table uses. */
export interface PostgresNotice {
  /** Function of PostgreSQL that warned. */
  readonly routine?: string | undefined;
}

const prepared = new WeakSet<PostgresPool>();

/** Checks a pool of the shop, and ignores the errors of its idle connections. */
export function preparePool(pool: PostgresPool, caller: string): void {
  const given = pool as Partial<PostgresPool> | undefined;
  const isPool = typeof given?.connect === 'function' && typeof given.on === 'function';
  // A Client has both, but its `connect` gives out nothing, and its event would end the process.
  if (!isPool || 'escapeIdentifier' in pool) {
    throw optionError(
      'the pool is not a Pool of pg',
      'it gives out no connections',
      "import { Pool } from 'pg', and pass new Pool({ connectionTimeoutMillis: 2_000 })",
      caller,
    );
  }
  if (pool.options && !pool.options.connectionTimeoutMillis) {
    throw optionError(
      'the pool has no connectionTimeoutMillis',
      'a database that accepts connections and stays silent would block the log for good',
      'new Pool({ connectionTimeoutMillis: 2_000 })',
      caller,
    );
  }
  if (prepared.has(pool)) return;
  prepared.add(pool);
  pool.on('error', ignore);
  // A connection may be lost before the promise of `connect` has settled.
  pool.on('connect', (connection) => {
    connection.on('error', ignore);
  });
}

/** Runs a transaction on a connection of its own, which is closed if it fails or takes longer than `timeout` ms. */
export async function transact<T>(
  pool: PostgresPool,
  timeout: number,
  run: (connection: PostgresConnection) => Promise<T>,
): Promise<T> {
  const connection = await pool.connect();
  const stopIgnoring = ignoreLoss(connection);
  let isBroken = true;
  try {
    const result = await inTransaction(connection, timeout, run);
    isBroken = false;
    return result;
  } finally {
    stopIgnoring();
    connection.release(isBroken);
  }
}

/**
 * Ignores the loss of a connection, which rejects the statement too: without a listener it would end the process. Returns
 * the function that stops this.
 */
export function ignoreLoss(connection: PostgresConnection): () => void {
  connection.on('error', ignore);
  return () => void connection.off('error', ignore);
}

/**
 * Returns the start of a transaction with its limits. They apply to this transaction only, so they neither change the
 * shop's other statements on the same connection nor depend on the pooler in between. A host that vanishes in the middle
 * does not lock its rows for long. A database with `synchronous_commit = off` would confirm rows that a crash loses.
 */
function beginWithin(timeout: number): string {
  const limit = Math.ceil(timeout);
  return (
    'begin isolation level read committed; ' +
    `set local statement_timeout = ${limit}; ` +
    'set local lock_timeout = 0; ' +
    `set local idle_in_transaction_session_timeout = ${limit}; ` +
    "select set_config('synchronous_commit', 'on', true) where current_setting('synchronous_commit') = 'off'"
  );
}

/** Runs statements in a transaction of at most `timeout` ms. After an error the connection has to be closed. */
export function inTransaction<T>(
  connection: PostgresConnection,
  timeout: number,
  run: (connection: PostgresConnection) => Promise<T>,
): Promise<T> {
  return limitTime(runAndCommit(connection, beginWithin(timeout), run), timeout);
}

async function runAndCommit<T>(
  connection: PostgresConnection,
  begin: string,
  run: (connection: PostgresConnection) => Promise<T>,
): Promise<T> {
  await connection.query(begin);
  const result = await run(connection);
  const notices: PostgresNotice[] = [];
  const onNotice = (notice: PostgresNotice) => void notices.push(notice);
  connection.on('notice', onNotice);
  try {
    await connection.query('commit');
  } finally {
    connection.off('notice', onNotice);
  }
  // An operator cancelled the wait for the standby: PostgreSQL warns, and commits all the same.
  if (notices.some(({ routine }) => routine === 'SyncRepWaitForLSN'))
    throw failure('The row was not replicated.', 'NOT_REPLICATED');
  return result;
}

/** Returns an error whose code appears in events. */
export function failure(message: string, code: string): Error {
  return Object.assign(new Error(message), { code });
}

/** Returns a name of a table that needs no quotes. */
export function checkName(table: string, caller: string): string {
  if (/^[a-z_][a-z0-9_]{0,49}(\.[a-z_][a-z0-9_]{0,49})?$/.test(table)) return table;
  throw optionError(
    'table is not a name in lower case',
    'it becomes a part of SQL',
    'use letters, digits and underscores, such as shop.consent_log',
    caller,
  );
}

/**
 * Returns SQL that runs `ddl` unless `last` exists, the relation that it creates last, in the schema of the table.
 * `if not exists` alone locks a table that exists, so that writes wait behind a backup or a deletion that runs, and
 * fails in processes that start together.
 */
export function createOnce(table: string, last: string, ddl: string): string {
  const [schema] = table.split('.');
  const found = table.includes('.') ? `'${schema}.${last}'` : `quote_ident(current_schema()) || '.${last}'`;
  return `do $$
begin
  perform pg_advisory_xact_lock(hashtext('${table}'));
  if to_regclass(${found}) is null then
${ddl.replaceAll(/^(?=.)/gm, '    ')}
  end if;
end
$$;
`;
}

function ignore(): void {
  // The write that needs a connection reports why there is none.
}
