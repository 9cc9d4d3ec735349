import type { Order } from '@norce-kit/core';
import type { OrderAdmin } from '@norce-kit/core/admin';
import type { LoggedConsentAnswer } from '@norce-kit/server';
import { consentTable, consentTableSql } from '@norce-kit/server/postgres';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { services } from './programs.ts';
import { startPostgres } from './servers.ts';
import { untilItWorks, urlOf } from './shop.ts';

const guide = readFileSync(new URL('../../docs/guides/mailing-list.md', import.meta.url), 'utf8');
const blockOf = (language: string) =>
  new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(guide)?.[1] ?? '';

interface MailingList {
  readonly subscribe: (email: string, answerId: string) => Promise<void>;
  readonly unsubscribe: (email: string, answerId: string) => Promise<void>;
}
type Sync = (
  pool: pg.Pool,
  admin: OrderAdmin,
  list: MailingList,
  consentId: string,
) => Promise<readonly string[]>;

/** Imports the module that the guide shows. */
async function importGuide(): Promise<Sync> {
  const results = fileURLToPath(new URL('../../test-results', import.meta.url));
  mkdirSync(results, { recursive: true });
  const folder = mkdtempSync(join(results, 'guide-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'mailing-list.ts');
  writeFileSync(file, blockOf('ts'));
  return ((await import(/* @vite-ignore */ file)) as { syncMailingList: Sync }).syncMailingList;
}

const answer = (id: string, sequence: number, checked: boolean, second: number): LoggedConsentAnswer => ({
  id,
  orderId: 'o_1',
  consentId: 'ci_newsletter',
  checked,
  time: `2026-01-01T00:00:0${second}.000Z`,
  pageId: 'p',
  sequence,
  correlationId: 'c',
  hash: 'h',
});

test.skipIf(!services.postgres)('the job of docs/guides/mailing-list.md', async ({ annotate }) => {
  const sync = await importGuide();
  const postgres = await startPostgres();
  const pool = new pg.Pool({ connectionString: urlOf(postgres.port), connectionTimeoutMillis: 2_000 });
  onTestFinished(() => pool.end());
  await untilItWorks(() => pool.query(consentTableSql()));
  await pool.query(blockOf('sql'));
  const log = consentTable(pool);

  const order = { status: 'checkout', checked: true };
  const admin = {
    getOrder: () =>
      Promise.resolve({
        merchant: 'm',
        channel: 'c',
        state: { currentStatus: order.status },
        consents: [{ id: 'ci_newsletter', checked: order.checked }],
        customer: { billing: { email: 'ebba@shop.example' } },
      } as Order),
  } as unknown as OrderAdmin;
  let calls: string[] = [];
  let isDown = false;
  const note = (name: string) => (email: string, id: string) => {
    calls.push(`${name} ${email} ${id}`);
    return isDown ? Promise.reject(new Error('down')) : Promise.resolve();
  };
  const list = { subscribe: note('subscribe'), unsubscribe: note('unsubscribe') };
  const run = async () => {
    calls = [];
    const failed = await sync(pool, admin, list, 'ci_newsletter');
    expect(failed).toEqual(isDown ? ['o_1'] : []);
    return calls;
  };

  await annotate('a tick of an order that is not placed is not passed on');
  await log.writeAll([answer('a', 1, true, 1)]);
  expect(await run()).toEqual([]);

  await annotate('a call that fails is repeated by the next run, with the same id');
  order.status = 'processing';
  isDown = true;
  expect(await run()).toEqual(['subscribe ebba@shop.example a']);
  isDown = false;
  expect(await run()).toEqual(['subscribe ebba@shop.example a']);
  expect(await run()).toEqual([]);

  await annotate('an un-tick unsubscribes, once the order has it');
  await log.writeAll([answer('b', 2, false, 2)]);
  expect(await run()).toEqual([]);
  order.checked = false;
  expect(await run()).toEqual(['unsubscribe ebba@shop.example b']);
  expect(await run()).toEqual([]);

  await annotate('an older answer whose row arrives late changes nothing');
  await log.writeAll([answer('a', 1, true, 5)]);
  expect(await run()).toEqual([]);

  await annotate('an un-tick after a call whose response was lost unsubscribes');
  await log.writeAll([answer('c', 3, true, 6)]);
  order.checked = true;
  isDown = true;
  await run();
  isDown = false;
  await log.writeAll([answer('d', 4, false, 7)]);
  order.checked = false;
  expect(await run()).toEqual(['unsubscribe ebba@shop.example d']);

  await annotate('an un-tick of an order that never subscribed unsubscribes nothing');
  await pool.query('truncate mailing_list');
  expect(await run()).toEqual([]);
});
