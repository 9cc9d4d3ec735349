import { checkName, createOnce } from '../postgres-connection.ts';

/**
 * Returns the SQL that creates what `pgBossStore` needs beside the tables of pg-boss, if it does not exist: a column of
 * the consent log that numbers its rows, and two tables. The package has it as a file too:
 * `@norce-kit/server/consent-delivery.sql`. Run it after that of the consent log. Processes may run it together, at each
 * start: it locks nothing that exists. The first run rewrites the log, which writes wait for.
 *
 * @param table Name of the consent log, as in `consentTable`; default `consent_log`.
 * @throws TypeError when the name of the table needs quotes.
 */
export function consentDeliverySql(table = 'consent_log'): string {
  const log = checkName(table, 'consentDeliverySql');
  const prefix = log.replace(/^.*\./, '');
  const ddl = `alter table ${log} add column if not exists arrival bigint generated always as identity;

create index if not exists ${prefix}_time_index on ${log} (time);

create table if not exists ${log}_orders (
  order_id text primary key,
  completed boolean not null,
  checked_at timestamptz not null default clock_timestamp()
);

create table if not exists ${log}_delivery (
  answer_id text primary key,
  order_id text not null,
  consent_id text not null,
  state text not null default 'waiting'
    check (state in ('waiting', 'delivered', 'pending', 'dead', 'overtaken')),
  given boolean not null default false,
  attempts integer not null default 0,
  error text
);

create index if not exists ${prefix}_delivery_index on ${log}_delivery (order_id, consent_id);

create index if not exists ${prefix}_dead_index on ${log}_delivery (order_id) where state = 'dead';`;
  return createOnce(log, `${prefix}_dead_index`, ddl);
}

/** Returns the statements of the store. */
export function deliveryStatements(table: string) {
  const log = checkName(table, 'pgBossStore');
  const delivery = `${log}_delivery`;
  const orders = `${log}_orders`;
  const recent = "log.time > clock_timestamp() - interval '30 days'";
  // The shop may erase rows of the log. Without its row an answer counts no more.
  const logged = `exists (select 1 from ${log} where id = answer_id)`;
  const entry = `answer_id as "idempotencyKey", order_id as "orderId", consent_id as "consentId", state, attempts, error`;
  return {
    isCompleted: `select 1 from ${orders} where order_id = $1 and completed`,
    complete: `insert into ${orders} (order_id, completed) values ($1, true)
on conflict (order_id) do update set completed = true`,
    // A concurrent writer of the same rows waits for this one, and then adds none.
    add: `insert into ${delivery} (answer_id, order_id, consent_id)
select id, order_id, consent_id from ${log} as log
where order_id = $1 and not exists (select 1 from ${delivery} where answer_id = log.id)
order by id
on conflict (answer_id) do nothing
returning consent_id as "consentId"`,
    noteOpen: `insert into ${orders} (order_id, completed, checked_at)
select distinct order_id, false, '-infinity'::timestamptz from ${log} as log
where ${recent} and not exists (select 1 from ${orders} as known where known.order_id = log.order_id)
order by order_id
on conflict (order_id) do nothing`,
    open: `update ${orders} set checked_at = clock_timestamp() where order_id in (
  select order_id from ${orders} as known
  where not completed and exists (
    select 1 from ${log} as log where log.order_id = known.order_id and ${recent})
  order by checked_at limit $1)
returning order_id as "orderId"`,
    unqueued: `select distinct log.order_id as "orderId" from ${log} as log
join ${orders} as known on known.order_id = log.order_id and known.completed
where ${recent} and not exists (select 1 from ${delivery} where answer_id = log.id)
limit $1`,
    queue: `select log.id, log.order_id as "orderId", log.consent_id as "consentId", log.checked,
  to_char(log.time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as time, log.page_id as "pageId", log.sequence,
  log.correlation_id as "correlationId", log.hash, log.arrival::float8 as arrival, delivery.state, delivery.given,
  delivery.attempts, delivery.error
from ${delivery} as delivery join ${log} as log on log.id = delivery.answer_id
where delivery.order_id = $1 and delivery.consent_id = $2`,
    begin: `update ${delivery} set attempts = attempts + 1 where answer_id = $1`,
    given: `update ${delivery} set given = true where answer_id = $1`,
    end: `update ${delivery} set state = $2, error = $3 where answer_id = $1`,
    // Leaves the error, which shows that there was an attempt.
    restart: `update ${delivery} set state = 'waiting', attempts = 0 where answer_id = $1`,
    find: `select order_id as "orderId", consent_id as "consentId", state from ${delivery} where answer_id = $1 and ${logged}`,
    ofOrder: `select ${entry} from ${delivery} as delivery join (select id, arrival from ${log}) as log on log.id = answer_id
where order_id = $1 order by arrival`,
    dead: `select ${entry} from ${delivery} where state = 'dead' and ${logged} order by order_id, consent_id limit 1000`,
  };
}
