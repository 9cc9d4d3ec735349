import { createAnswers, createOrderClient } from '@norce-kit/core';
import type { Sandbox } from '@norce-kit/sandbox';
import { serveSandbox } from '@norce-kit/sandbox/server';
import { hashConsentAnswer } from '@norce-kit/server';
import { consentTable, consentTableSql } from '@norce-kit/server/postgres';
import { createHmac } from 'node:crypto';
import pg from 'pg';
import { expect, onTestFinished } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { pause } from './servers.ts';

const secret = 'a-secret-for-hashes-of-thirty-two-bytes';
const consents = ['ci_newsletter', 'sms & mail'];

/** Settings of a handler process. */
export interface ShopSettings {
  readonly apiUrl: string;
  readonly databaseUrl: string;
  readonly secret: string;
}

/** One answer of a shopper, and its end as the page shows it. */
interface GivenAnswer {
  readonly orderId: string;
  readonly consentId: string;
  readonly checked: boolean;
  /** Ids of the rows that its requests may cause. */
  readonly ids: Set<string>;
  /** Ids of the rows of its corrections: it is sent again after it was saved if a late request replaced it. */
  readonly correctionIds: Set<string>;
  /** Time at which the page showed it as saved, in ms since 1970. */
  savedAt: number | undefined;
}

/** The shoppers of a test and their answers. */
export interface Shop {
  readonly settings: ShopSettings;
  /** Answers that a page showed as saved. */
  readonly saved: () => number;
  /** Opens a page for each of some orders, and gives answers until the last one is saved. */
  readonly answer: (url: string, orders: number, answersPerOrder: number) => Promise<void>;
  /** Returns the contradictions between the pages, the log and the orders. */
  readonly audit: () => Promise<readonly string[]>;
  /** Runs a statement in the database. */
  readonly query: (text: string) => Promise<readonly unknown[]>;
}

/** Starts an order API, and creates the table in a database. `databaseUrl` is for the handlers. */
export async function openShop(
  postgresPort: number,
  databaseUrl: string = urlOf(postgresPort),
): Promise<Shop> {
  const { url: apiUrl, sandbox, close } = await serveSandbox({ port: 0 });
  onTestFinished(close);
  const pool = new pg.Pool({ connectionString: urlOf(postgresPort), connectionTimeoutMillis: 2_000 });
  onTestFinished(() => pool.end());
  const table = consentTable(pool);
  const query = async (text: string) =>
    await untilItWorks(async () => (await pool.query(text)).rows as unknown[]);
  await query(consentTableSql());
  await query('alter table consent_log add column stored_at timestamptz not null default clock_timestamp()');
  const given: GivenAnswer[] = [];
  return {
    settings: { apiUrl, databaseUrl, secret },
    saved: () => given.filter(({ savedAt }) => savedAt !== undefined).length,
    query,
    answer: async (url, orders, answersPerOrder) => {
      const pages = Array.from({ length: orders }, (_, index) => {
        const { id } = sandbox.orders.create({
          consents: consents.map((consentId) => ({ id: consentId, checked: false, required: false })),
        });
        return visit({ url, orderId: id, count: answersPerOrder, random: seededRandom(index), given });
      });
      await Promise.all(pages);
    },
    audit: async () => {
      const rows = (await query(
        `select id, order_id as "orderId", consent_id as "consentId", checked, time, page_id as "pageId",
        sequence, correlation_id as "correlationId", hash, stored_at as "storedAt" from consent_log`,
      )) as readonly StoredRow[];
      return [
        ...auditAnswers(given, rows),
        ...(await auditHashes(rows)),
        ...(await auditOrders(sandbox, table)),
      ];
    },
  };
}

interface StoredRow {
  readonly id: string;
  readonly orderId: string;
  readonly consentId: string;
  readonly checked: boolean;
  readonly time: Date;
  readonly pageId: string;
  readonly sequence: number;
  readonly correlationId: string;
  readonly hash: string;
  readonly storedAt: Date;
}

/**
 * Each saved answer has its row since before the page showed it. No answer has two rows, besides those of corrections, and
 * no row is without answer.
 */
function auditAnswers(given: readonly GivenAnswer[], rows: readonly StoredRow[]): readonly string[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const known = new Set(given.flatMap(({ ids, correctionIds }) => [...ids, ...correctionIds]));
  const wrong = rows.filter(({ id }) => !known.has(id)).map(({ id }) => `${id} is the row of no answer`);
  for (const { orderId, consentId, checked, ids, savedAt } of given) {
    const name = `${orderId} ${consentId} ${checked}`;
    const own = [...ids].flatMap((id) => byId.get(id) ?? []);
    // An answer that the order had already caused no request.
    const isSent = ids.size > 0;
    const isStored = own.some(({ storedAt }) => savedAt === undefined || storedAt.getTime() <= savedAt);
    if (own.length > 1) wrong.push(`${name} has ${own.length} rows`);
    if (savedAt !== undefined && isSent && !isStored) wrong.push(`${name} was saved without a row`);
    if (own.some((row) => row.orderId !== orderId || row.consentId !== consentId || row.checked !== checked))
      wrong.push(`${name} has a row of another answer`);
  }
  return wrong;
}

async function auditHashes(rows: readonly StoredRow[]): Promise<readonly string[]> {
  const changed = await Promise.all(
    rows.map(async ({ time, hash, ...row }) => {
      const expected = await hashConsentAnswer(secret, { ...row, time: time.toISOString() });
      return hash === expected ? [] : [`${row.id} has another hash`];
    }),
  );
  return changed.flat();
}

/** The last answer in the log is the one that the order has. */
async function auditOrders(
  sandbox: Sandbox,
  table: ReturnType<typeof consentTable>,
): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const { id, consents: held } of sandbox.orders.list()) {
    const last = await table.lastAnswers(id);
    for (const { id: consentId, checked } of held) {
      const logged = last.find((answer) => answer.consentId === consentId);
      if (logged?.checked !== checked)
        wrong.push(`${id} ${consentId} is ${checked}, last in the log ${logged?.checked}`);
    }
  }
  return wrong;
}

interface Visit {
  readonly url: string;
  readonly orderId: string;
  readonly count: number;
  readonly random: () => number;
  readonly given: GivenAnswer[];
}

/** One page: answers one after the other, some again after a failure, and at the end until all are saved. */
async function visit({ url, orderId, count, random, given }: Visit): Promise<void> {
  const current = new Map<string, GivenAnswer>();
  const client = createOrderClient({
    baseUrl: `${url}/api/norce`,
    timeout: 6_000,
    totalTimeout: 20_000,
    fetch: async (request) => {
      const answerId = request.headers.get('idempotency-key');
      const [, segment = ''] = /\/consents\/([^/]+)$/.exec(request.url) ?? [];
      const answer = current.get(decodeURIComponent(segment));
      if (answerId !== null && answer) {
        const ids = answer.savedAt === undefined ? answer.ids : answer.correctionIds;
        ids.add(rowIdOf(answer, answerId));
      }
      return await fetch(request, { headers: { ...Object.fromEntries(request.headers), origin: url } });
    },
  });
  const answers = createAnswers(client);

  const save = async (answer: GivenAnswer, work: Promise<unknown>): Promise<boolean> => {
    const isSaved = await work.then(
      () => answers.get(orderId, answer.consentId).confirmed === answer.checked,
      () => false,
    );
    if (isSaved) answer.savedAt ??= Date.now();
    return isSaved;
  };
  const give = async (consentId: string): Promise<void> => {
    const checked = current.get(consentId)?.checked !== true;
    const answer: GivenAnswer = {
      orderId,
      consentId,
      checked,
      ids: new Set(),
      correctionIds: new Set(),
      savedAt: undefined,
    };
    given.push(answer);
    current.set(consentId, answer);
    if (await save(answer, answers.set(orderId, consentId, checked))) return;
    if (random() < 0.5) return;
    answers.retry(orderId, consentId);
    await save(answer, answers.whenSettled(orderId));
  };

  for (let number = 0; number < count; number++) await give(consents[random() < 0.7 ? 0 : 1] ?? '');
  for (const consentId of consents) {
    for (let attempt = 0; attempt < 100; attempt++) {
      await give(consentId);
      if (answers.get(orderId, consentId).saveState === 'saved') break;
      await pause(100);
    }
    expect(answers.get(orderId, consentId).saveState).toBe('saved');
  }
}

/** Returns the id of the row of an answer, as docs/decisions/019-when-a-logged-answer-counts.md defines it. */
function rowIdOf({ orderId, consentId, checked }: GivenAnswer, answerId: string): string {
  const text = JSON.stringify([orderId, consentId, checked, answerId]);
  return createHmac('sha256', secret).update(text).digest('hex');
}

export function urlOf(port: number): string {
  return `postgres://norce@127.0.0.1:${port}/postgres`;
}

/** A database that was just started rejects statements at first. */
export async function untilItWorks<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === 100) throw error;
      await pause(100);
    }
  }
}
