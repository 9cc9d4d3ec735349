import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { expect, test } from 'vitest';
import type { PostgresConnection, PostgresPool } from './postgres.ts';
import { consentTable, consentTableSql } from './postgres.ts';

// tests/real/consent-table.test.ts runs the SQL in PostgreSQL.

const answer = {
  id: 'a',
  orderId: 'o_1',
  consentId: 'ci_newsletter',
  checked: true,
  time: '2026-01-01T00:00:00.000Z',
  pageId: 'p',
  sequence: 1,
  correlationId: 'c',
  hash: 'h',
};

/** A pool with one connection, whose statements end as `answerWith` decides. */
function createPool(answerWith: (text: string) => Promise<{ rows: unknown[] }>) {
  const released: boolean[] = [];
  const statements: string[] = [];
  const listeners = new Set<unknown>();
  const connection: PostgresConnection = {
    query: async (text) => {
      statements.push(text);
      return await answerWith(text);
    },
    release: (isBroken = false) => void released.push(isBroken),
    on: (_event, listener) => listeners.add(listener),
    off: (_event, listener) => listeners.delete(listener),
  };
  const pool: PostgresPool = { connect: () => Promise.resolve(connection), on: () => undefined };
  return { pool, released, statements, listeners };
}

const rows = { rows: [{ id: 'a' }] };

test('the file with the SQL is the SQL of the function', () => {
  const file = readFileSync(new URL('../consent-log.sql', import.meta.url), 'utf8');
  expect(file).toBe(consentTableSql());
});

test('a table in a schema has its index and its view beside it', () => {
  const sql = consentTableSql('shop.answers');
  expect(sql).toContain('create table if not exists shop.answers (');
  expect(sql).toContain('create index if not exists answers_last_index on shop.answers (');
  expect(sql).toContain('create or replace view shop.answers_last as');
});

test.each(['consent log', 'Consents', 'a;drop table b', 'a.b.c', '', '1a', 'a'.repeat(60)])(
  'rejects the name of a table that would need quotes: %j',
  (table) => {
    expect(() => consentTableSql(table)).toThrow(/name in lower case/);
    expect(() => consentTable(createPool(() => Promise.resolve(rows)).pool, { table })).toThrow(TypeError);
  },
);

test.each([undefined, 'postgres://127.0.0.1', { connectionTimeoutMillis: 2_000 }, () => Promise.resolve([])])(
  'rejects what is not a pool: %j',
  (given) => {
    const message = /not a Pool of pg.+ Why it matters: .+ What to do: /;
    expect(() => consentTable(given as unknown as PostgresPool)).toThrow(message);
  },
);

test('rejects a single client of pg, which has the methods of a pool', () => {
  expect(() => consentTable(new pg.Client() as unknown as PostgresPool)).toThrow(/not a Pool of pg/);
});

test('rejects a pool that may wait for a connection for ever', async () => {
  const pool = new pg.Pool();
  expect(() => consentTable(pool)).toThrow(/connectionTimeoutMillis/);
  await pool.end();
});

test.each([Number.NaN, Infinity, 0])(
  'rejects a timeout of %d, with which each write would fail',
  (timeout) => {
    expect(() => consentTable(createPool(() => Promise.resolve(rows)).pool, { timeout })).toThrow(
      'consentTable: timeout is not a positive number',
    );
  },
);

test('an idle connection that breaks does not end the process', async () => {
  const pool = new pg.Pool({ connectionTimeoutMillis: 2_000 });
  consentTable(pool);
  expect(pool.emit('error', new Error('terminated'))).toBe(true);
  await pool.end();
});

test('a connection that is lost as soon as it exists does not end the process', async () => {
  const connection = Object.assign(new EventEmitter(), {
    query: () => Promise.reject(new Error('Connection terminated')),
    release: () => undefined,
  });
  const events = new EventEmitter();
  const pool: PostgresPool = Object.assign(events, {
    connect: async () => {
      events.emit('connect', connection);
      // PostgreSQL sends the end of a session in the same packet as its beginning.
      connection.emit('error', new Error('57P01'));
      return await Promise.resolve(connection);
    },
  });
  await expect(consentTable(pool).writeAll([answer])).rejects.toThrow('Connection terminated');
});

test('returns the connection after a write, and commits last', async () => {
  const { pool, released, statements, listeners } = createPool(() => Promise.resolve(rows));
  await consentTable(pool).writeAll([answer]);
  expect(released).toEqual([false]);
  expect(statements.at(-1)).toBe('commit');
  expect(listeners.size).toBe(0);
});

test.each(['begin', 'insert', 'commit'])(
  'closes the connection if %s fails, and rejects',
  async (failing) => {
    const { pool, released, listeners } = createPool((text) =>
      text.startsWith(failing) ? Promise.reject(new Error('57P01')) : Promise.resolve(rows),
    );
    await expect(consentTable(pool).writeAll([answer])).rejects.toThrow('57P01');
    expect(released).toEqual([true]);
    expect(listeners.size).toBe(0);
  },
);

test('closes the connection of a write that takes too long, and rejects', async () => {
  const { pool, released } = createPool(() => new Promise(() => undefined));
  await expect(consentTable(pool, { timeout: 20 }).writeAll([answer])).rejects.toThrow();
  expect(released).toEqual([true]);
});
