import type { LoggedConsentAnswer } from '@norce-kit/server';
import { consentDeliverySql } from '@norce-kit/server/delivery';
import { consentTable, consentTableSql } from '@norce-kit/server/postgres';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { services } from './programs.ts';
import { startPgBouncer, startPostgres } from './servers.ts';
import { untilItWorks, urlOf } from './shop.ts';

const answer = (id: string, changed: Partial<LoggedConsentAnswer> = {}): LoggedConsentAnswer => ({
  id,
  orderId: 'o_1',
  consentId: "sms & “mail” '; --",
  checked: true,
  time: '2026-01-01T00:00:00.123Z',
  pageId: 'p',
  sequence: 1,
  correlationId: 'c',
  hash: 'h',
  ...changed,
});

async function openPostgres() {
  const postgres = await startPostgres();
  const pool = new pg.Pool({ connectionString: urlOf(postgres.port), connectionTimeoutMillis: 2_000 });
  onTestFinished(() => pool.end());
  await untilItWorks(() => pool.query('create schema shop'));
  return { postgres, pool };
}

async function createTable(table?: string) {
  const { postgres, pool } = await openPostgres();
  await pool.query(consentTableSql(table));
  // Long, because a busy machine may be many times slower than an idle one.
  return { postgres, pool, log: consentTable(pool, { table, timeout: 60_000 }) };
}

test.skipIf(!services.postgres)('the consent table in PostgreSQL', async ({ annotate }) => {
  const { postgres, pool, log } = await createTable();
  const count = async () =>
    (await pool.query<{ n: number }>('select count(*)::int as n from consent_log')).rows[0]?.n;

  await annotate('its SQL may run again');
  await pool.query(consentTableSql());

  await annotate('a repeated row is one row, with the newest time');
  const later = { time: '2026-01-01T00:00:05.000Z', hash: 'later' };
  await log.writeAll([answer('a')]);
  await log.writeAll([answer('a', later), answer('b', { checked: false, time: '2026-01-01T00:00:01.000Z' })]);
  await log.writeAll([answer('a')]);
  await log.writeAll([answer('a', later), answer('a'), answer('a', later)]);
  expect(await count()).toBe(2);
  expect(await log.lastAnswers('o_1')).toEqual([answer('a', later)]);
  expect(await log.lastAnswers('o_2')).toEqual([]);

  await annotate('the last answer is the highest number of the page with the latest time');
  const consent = { orderId: 'o_4', consentId: 'c' };
  const at = (second: number) => `2026-01-01T00:00:0${second}.000Z`;
  const last = answer('q', { ...consent, pageId: 'new', sequence: 3, time: at(4), checked: false });
  await log.writeAll([
    last,
    answer('r', { ...consent, pageId: 'new', sequence: 2, time: at(6) }),
    answer('s', { ...consent, pageId: 'old', sequence: 9, time: at(5) }),
  ]);
  expect(await log.lastAnswers('o_4')).toEqual([last]);

  await annotate('all rows of a write are stored, or none');
  const invalid = answer('c', { time: 'never' });
  await expect(log.writeAll([answer('d'), invalid])).rejects.toThrow();
  expect(await count()).toBe(5);
  await log.writeAll([]);

  await annotate('writers of the same rows do not wait for each other for ever');
  const ids = Array.from({ length: 50 }, (_, index) => `many-${index}`);
  const writes = Array.from({ length: 40 }, (_, index) =>
    log.writeAll((index % 2 === 0 ? ids : ids.toReversed()).map((id) => answer(id, { orderId: 'o_3' }))),
  );
  await Promise.all(writes);
  expect(await count()).toBe(55);

  await annotate('the rights in the guide are enough for a role of its own, and let it change no answer');
  const guide = readFileSync(new URL('../../docs/guides/servers.md', import.meta.url), 'utf8');
  const [grants = ''] = /^grant .*?(?=^```$)/ms.exec(guide) ?? [];
  await pool.query(`create role shop login; ${grants}`);
  const connectionString = urlOf(postgres.port).replace('norce@', 'shop@');
  const shopPool = new pg.Pool({ connectionString, connectionTimeoutMillis: 2_000 });
  onTestFinished(() => shopPool.end());
  const shop = consentTable(shopPool);
  await shop.writeAll([answer('e', { orderId: 'o_5' })]);
  await shop.writeAll([answer('e', { orderId: 'o_5', ...later })]);
  const rowOfShop = [answer('e', { orderId: 'o_5', ...later })];
  expect([await shop.lastAnswers('o_5'), await shop.answers('o_5')]).toEqual([rowOfShop, rowOfShop]);
  for (const change of ['update consent_log set checked = false', 'delete from consent_log'])
    await expect(shopPool.query(change)).rejects.toThrow('permission denied');

  await annotate('the index serves the question for the last answer');
  const connection = await pool.connect();
  await connection.query('set enable_seqscan = off');
  const plan = await connection.query("explain select * from consent_log_last where order_id = 'o_1'");
  connection.release();
  expect(JSON.stringify(plan.rows)).toContain('consent_log_last_index');
});

test.skipIf(!services.postgres)('processes that start together create the tables once', async () => {
  const { pool } = await openPostgres();
  const starts = Array.from({ length: 8 }, async () => {
    await pool.query(consentTableSql());
    await pool.query(consentDeliverySql());
  });
  await Promise.all(starts);
  await consentTable(pool).writeAll([answer('a')]);
});

test.skipIf(!services.postgres)(
  'the SQL of a process that starts blocks no write behind a backup or a deletion',
  async () => {
    const { pool, log } = await createTable();
    await pool.query(consentDeliverySql());
    const running = await pool.connect();
    onTestFinished(() => running.release(true));
    for (const mode of ['access share', 'row exclusive']) {
      await running.query(`begin; lock table consent_log in ${mode} mode`);
      await pool.query(`set lock_timeout = '2s'; ${consentTableSql()} ${consentDeliverySql()}`);
      await log.writeAll([answer(mode)]);
      await running.query('commit');
    }
  },
);

test.skipIf(!services.postgres)('the SQL finds the table of its own schema only', async () => {
  const { pool } = await createTable();
  await pool.query(`create schema "Other"; set search_path = "Other", public; ${consentTableSql()}`);
  const tables = "select schemaname from pg_tables where tablename = 'consent_log' order by 1";
  expect((await pool.query(tables)).rows).toEqual([{ schemaname: 'Other' }, { schemaname: 'public' }]);
});

test.skipIf(!services.postgres)('a partitioned table, whose answers are delivered', async () => {
  const { pool } = await openPostgres();
  const [columns = ''] = /id text primary key.*?hash text not null/s.exec(consentTableSql()) ?? [];
  await pool.query(`create table consent_log (${columns}, arrival bigint generated always as identity)
    partition by hash (id)`);
  for (const remainder of [0, 1])
    await pool.query(`create table part_${remainder} partition of consent_log
      for values with (modulus 2, remainder ${remainder})`);
  await pool.query(consentTableSql());
  await pool.query(consentDeliverySql());
  const log = consentTable(pool);
  const ids = ['a', 'b', 'c', 'd'];
  for (const id of ids) await log.writeAll([answer(id, { consentId: id })]);
  expect(await log.lastAnswers('o_1')).toEqual(ids.map((id) => answer(id, { consentId: id })));
  const arrived = await pool.query<{ id: string }>('select id from consent_log order by arrival');
  expect(arrived.rows.map(({ id }) => id)).toEqual(ids);
});

test.skipIf(!services.postgres)('a table in a schema, with a name of its own', async () => {
  const { log } = await createTable('shop.answers');
  await log.writeAll([answer('a')]);
  expect(await log.lastAnswers('o_1')).toEqual([answer('a')]);
});

test.skipIf(!services.postgres)(
  'a locked table fails a write in time, and no statement stays behind',
  async () => {
    const { pool, log } = await createTable();
    const locker = await pool.connect();
    await locker.query('begin; lock table consent_log');
    await expect(consentTable(pool, { timeout: 1_000 }).writeAll([answer('a')])).rejects.toThrow();
    const waiting = "select 1 from pg_stat_activity where wait_event_type = 'Lock'";
    await expect.poll(async () => (await pool.query(waiting)).rowCount).toBe(0);
    await locker.query('rollback');
    locker.release();
    await log.writeAll([answer('a')]);
    expect(await log.lastAnswers('o_1')).toEqual([answer('a')]);
  },
);

test.skipIf(!services.postgres)(
  'a default `lock_timeout` does not fail a write behind another one',
  async () => {
    const { postgres, pool, log } = await createTable();
    await log.writeAll([answer('a')]);
    const impatient = new pg.Pool({
      connectionString: urlOf(postgres.port),
      connectionTimeoutMillis: 2_000,
      lock_timeout: 1,
    });
    onTestFinished(() => impatient.end());
    const other = await pool.connect();
    onTestFinished(() => other.release(true));
    await other.query("begin; update consent_log set hash = 'other'");
    const later = answer('a', { time: '2026-01-01T00:00:05.000Z' });
    const write = consentTable(impatient, { timeout: 60_000 }).writeAll([later]);
    const waiting = "select 1 from pg_stat_activity where wait_event_type = 'Lock'";
    await Promise.race([write, expect.poll(async () => (await pool.query(waiting)).rowCount).toBe(1)]);
    await other.query('commit');
    await write;
    expect(await log.lastAnswers('o_1')).toEqual([later]);
  },
);

test.skipIf(!services.postgres)(
  'CL11: a row that a trigger of the table skips fails the write, a repeated row does not',
  async () => {
    const { pool, log } = await createTable();
    await log.writeAll([answer('a')]);
    await pool.query(`create function skip() returns trigger language plpgsql as $$
      begin return null; end $$;
      create trigger skip before insert on consent_log for each row execute function skip()`);
    await expect(log.writeAll([answer('b')])).rejects.toMatchObject({ code: 'ROW_SKIPPED' });
    await pool.query('drop function skip cascade');
    await log.writeAll([answer('a'), answer('b')]);
    await log.writeAll([answer('a'), answer('b'), answer('a')]);
  },
);

test.skipIf(!services.postgres)(
  'CL11: a row whose wait for the standby an operator cancelled fails the write',
  async () => {
    const { pool, log } = await createTable();
    const setStandby = async (name: string) => {
      await pool.query(`alter system set synchronous_standby_names = '${name}'`);
      await pool.query('select pg_reload_conf()');
      const shown = async () => (await pool.query('show synchronous_standby_names')).rows as unknown[];
      await expect.poll(shown).toEqual([{ synchronous_standby_names: name }]);
    };
    await setStandby('gone');
    const write = log.writeAll([answer('a')]);
    const failing = expect(write).rejects.toMatchObject({ code: 'NOT_REPLICATED' });
    const cancelled = `select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'`;
    await expect.poll(async () => (await pool.query(cancelled)).rowCount).toBe(1);
    await failing;
    await setStandby('');
    await log.writeAll([answer('a')]);
    expect(await log.lastAnswers('o_1')).toEqual([answer('a')]);
  },
);

test.skipIf(!services.postgres)('the connection of other statements keeps its own settings', async () => {
  const { postgres } = await createTable();
  const connectionString = urlOf(postgres.port);
  const pool = new pg.Pool({
    connectionString,
    max: 1,
    connectionTimeoutMillis: 2_000,
    statement_timeout: 7_000,
  });
  onTestFinished(() => pool.end());
  await consentTable(pool).writeAll([answer('a')]);
  expect((await pool.query('show statement_timeout')).rows).toEqual([{ statement_timeout: '7s' }]);
  expect((await pool.query('show synchronous_commit')).rows).toEqual([{ synchronous_commit: 'off' }]);
});

test.skipIf(!services.postgres)(
  'a crash right after a write loses no row, although commits are lazy',
  async () => {
    const { postgres, log } = await createTable();
    await log.writeAll([answer('a')]);
    await postgres.kill();
    await postgres.start();
    expect(await untilItWorks(() => log.lastAnswers('o_1'))).toEqual([answer('a')]);
  },
);

test.skipIf(!services.postgres || !services.pgbouncer)(
  'writers behind PgBouncer in transaction mode share connections, and leave no settings on them',
  async () => {
    const { postgres } = await createTable();
    const pooler = await startPgBouncer(postgres.port);
    const openPool = () => {
      const pool = new pg.Pool({ connectionString: urlOf(pooler.port), connectionTimeoutMillis: 10_000 });
      onTestFinished(() => pool.end());
      return pool;
    };
    const pools = [openPool(), openPool(), openPool()];
    const logs = pools.map((pool) => consentTable(pool));
    const [log = consentTable(openPool())] = logs;
    await untilItWorks(() => log.lastAnswers('o_1'));
    const ids = Array.from({ length: 60 }, (_, index) => `row-${index}`);
    // More clients than the connections that PgBouncer opens.
    await Promise.all(
      ids.map((id, index) => (logs[index % 3] ?? log).writeAll([answer(id, { orderId: id })])),
    );
    for (const id of ids) expect(await log.lastAnswers(id)).toEqual([answer(id, { orderId: id })]);
    const settings = await Promise.all(
      ids.map(async (_, index) => {
        const { rows } = (await pools[index % 3]?.query('show statement_timeout')) ?? { rows: [] };
        return (rows[0] as { statement_timeout?: string } | undefined)?.statement_timeout;
      }),
    );
    expect(new Set(settings)).toEqual(new Set(['0']));
  },
);
