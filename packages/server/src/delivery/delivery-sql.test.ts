import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { consentDeliverySql } from './delivery-sql.ts';

// tests/real/delivery.test.ts runs the SQL in PostgreSQL.

test('the file with the SQL is the SQL of the function', () => {
  const file = readFileSync(new URL('../../consent-delivery.sql', import.meta.url), 'utf8');
  expect(file).toBe(consentDeliverySql());
});

test('the tables of a log in a schema are beside it', () => {
  const sql = consentDeliverySql('shop.answers');
  expect(sql).toContain('create table if not exists shop.answers_orders (');
  expect(sql).toContain('create table if not exists shop.answers_delivery (');
  expect(() => consentDeliverySql('a;b')).toThrow(TypeError);
});
