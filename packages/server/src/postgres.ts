import type { LoggedConsentAnswer } from './consent-log.ts';
import { checkAmounts } from './option-amounts.ts';
import { checkNames } from './option-names.ts';
import { checkName, createOnce, failure, preparePool, transact } from './postgres-connection.ts';
import type { PostgresPool } from './postgres-connection.ts';

export type { PostgresConnection, PostgresNotice, PostgresPool } from './postgres-connection.ts';

/** Options of `consentTable`. */
export interface ConsentTableOptions {
  /**
   * Name of the table, with its schema if needed: `shop.consent_log`.
   * @default 'consent_log'
   */
  readonly table?: string | undefined;
  /**
   * Timeout of one write or read in ms, in the database and in this process. With `connectionTimeoutMillis` of the pool
   * it should stay below `hookTimeout` (5 s) of the handler.
   * @default 2_000
   */
  readonly timeout?: number | undefined;
}

/** A consent log in PostgreSQL. */
export interface ConsentTable {
  /**
   * Stores answers in one transaction, one row per `id` however often they are written. Resolves when PostgreSQL has
   * them on disk. A connection on which a write failed is closed.
   */
  readonly writeAll: (answers: readonly LoggedConsentAnswer[]) => Promise<void>;
  /** Returns the last answer of each consent of an order. */
  readonly lastAnswers: (orderId: string) => Promise<readonly LoggedConsentAnswer[]>;
  /** Returns all answers of an order, oldest first: by the time of the server, within a page by its numbers. */
  readonly answers: (orderId: string) => Promise<readonly LoggedConsentAnswer[]>;
}

/**
 * Returns the SQL that creates table, index and view, if they do not exist. Processes may run it together, at each start:
 * it locks nothing that exists. The package has it as a file too:
 * `@norce-kit/server/consent-log.sql`. The view `consent_log_last` has the last answer per order and consent:
 * the one with the highest `sequence` of the page with the latest `time`.
 *
 * @param table Name of the table, as in `consentTable`; default `consent_log`.
 * @throws TypeError when the name of the table needs quotes.
 */
export function consentTableSql(table = 'consent_log'): string {
  const name = checkName(table, 'consentTable');
  // PostgreSQL creates an index in the schema of its table.
  const index = name.replace(/^.*\./, '');
  const ddl = `create table if not exists ${name} (
  id text primary key,
  order_id text not null,
  consent_id text not null,
  checked boolean not null,
  time timestamptz not null,
  page_id text not null,
  sequence integer not null,
  correlation_id text not null,
  hash text not null
);

create index if not exists ${index}_last_index on ${name} (order_id, consent_id);

create or replace view ${name}_last as
select distinct on (order_id, consent_id)
  id, order_id, consent_id, checked, time, page_id, sequence, correlation_id, hash
from (
  select *, max(time) over (partition by order_id, consent_id, page_id) as page_time from ${name}
) as answers
order by order_id, consent_id, page_time desc, sequence desc;`;
  return createOnce(name, `${index}_last`, ddl);
}

/**
 * Creates the store of a consent log in PostgreSQL, on a pool of the package `pg`. Create the table first, with
 * `consentTableSql`. Idle connections of the pool that break are ignored: the pool replaces them.
 *
 * @throws TypeError when the pool has no `connectionTimeoutMillis`, the name of the table needs quotes, or `timeout` is not a
 * positive number.
 * @example
 * import { Pool } from 'pg';
 *
 * const pool = new Pool({ connectionTimeoutMillis: 2_000 });
 * const { writeAll, lastAnswers } = consentTable(pool);
 * const consentLog: ConsentLog = { secret, awaited: true, writeAll };
 */
export function consentTable(pool: PostgresPool, options: ConsentTableOptions = {}): ConsentTable {
  checkNames(options, { table: true, timeout: true }, 'consentTable');
  const { table = 'consent_log', timeout = 2_000 } = options;
  const name = checkName(table, 'consentTable');
  preparePool(pool, 'consentTable');
  checkAmounts({ timeout }, 'consentTable');
  const insert = insertInto(name);
  const read = (select: string) => async (orderId: string) =>
    (await transact(pool, timeout, (connection) => connection.query(select, [orderId])))
      .rows as LoggedConsentAnswer[];
  return {
    writeAll: (answers) =>
      transact(pool, timeout, async (connection) => {
        const ids = new Set(answers.map(({ id }) => id));
        const stored = await connection.query(insert, [JSON.stringify(answers)]);
        if (stored.rows.length >= ids.size) return;
        // Repeated rows change nothing. A trigger of the table may have skipped others.
        const { rows } = await connection.query(`select id from ${name} where id = any($1)`, [[...ids]]);
        if (rows.length < ids.size) throw failure('PostgreSQL skipped a row.', 'ROW_SKIPPED');
      }),
    lastAnswers: read(selectLast(name)),
    answers: read(selectAll(name)),
  };
}

/**
 * Returns the statement that stores answers, given as JSON. A row that exists keeps its id and takes the newest time: a
 * late write of an older attempt changes nothing. In order of their ids, so that two writers never wait for each other.
 */
function insertInto(name: string): string {
  return `insert into ${name} as stored
  (id, order_id, consent_id, checked, time, page_id, sequence, correlation_id, hash)
select distinct on (id) id, "orderId", "consentId", checked, time, "pageId", sequence, "correlationId", hash
from json_to_recordset($1::json) as given (
  id text, "orderId" text, "consentId" text, checked boolean, time timestamptz,
  "pageId" text, sequence integer, "correlationId" text, hash text
)
order by id, time desc
on conflict (id) do update
set time = excluded.time, correlation_id = excluded.correlation_id, hash = excluded.hash
where stored.time < excluded.time
returning id`;
}

/** The columns of an answer. Times have the form that the hash covers. */
const columns = `id, order_id as "orderId", consent_id as "consentId", checked,
  to_char(time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as time,
  page_id as "pageId", sequence, correlation_id as "correlationId", hash`;

/** Returns the query of the last answers of an order. */
function selectLast(name: string): string {
  return `select ${columns}
from ${name}_last where order_id = $1`;
}

/** Returns the query of all answers of an order. */
function selectAll(name: string): string {
  return `select ${columns} from (
  select *, max(time) over (partition by consent_id, page_id order by sequence) as place
  from ${name} where order_id = $1
) as ordered order by place, page_id, sequence`;
}
