import { expect, test, vi } from 'vitest';
import { startRig } from '../test/rig.ts';
import { openLoggedShop, runToEnd, secret } from '../test/shop.ts';
import type { LoggedConsentAnswer } from './consent-log.ts';
import { hashConsentAnswer } from './consent-log.ts';

const newsletter = 'ci_newsletter';
const broken = () => Promise.reject(new Error('disk'));
const hanging = () => new Promise<void>(() => undefined);

test.each([
  ['rejects', { write: broken }],
  ['rejects batches', { writeAll: broken }],
  ['hangs', { write: hanging }],
  [
    'throws',
    {
      write: () => {
        throw new Error('disk');
      },
    },
  ],
])('CL1: an answer is never saved while an awaited log %s', async (_how, log) => {
  const { orderId, table, events, startHandler, openPage } = openLoggedShop(() => log);
  const handler = startHandler();
  const { client, answers } = openPage(handler);
  expect(await runToEnd(answers.set(orderId, newsletter, true))).toMatchObject({
    status: 500,
    code: 'log-failed',
  });
  expect(answers.get(orderId, newsletter).saveState).toBe('unknown');
  expect(await runToEnd(answers.whenSettled(orderId))).toBeInstanceOf(Error);
  // A read by the host's query of the order confirms nothing either.
  const startedAt = answers.beginRead();
  const read = await runToEnd(
    client.getOrder(orderId).then((order) => answers.reconcile(orderId, order, startedAt)),
  );
  expect(read).toMatchObject({ status: 500, code: 'log-failed' });
  expect(answers.get(orderId, newsletter).saveState).toBe('unknown');
  // Neither does the next page of the shopper.
  expect(await runToEnd(openPage(handler).client.getOrder(orderId))).toMatchObject({ code: 'log-failed' });
  expect(table.rows()).toEqual([]);
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'request', level: 'error', problem: 'log-failed', hook: 'consentLog' }),
  );
});

test('CL1: a read of an order without open answers does not depend on the log', async () => {
  const { orderId, startHandler, openPage } = openLoggedShop(() => ({ write: broken }));
  expect(await runToEnd(openPage(startHandler()).client.getOrder(orderId))).toMatchObject({ id: orderId });
});

test('CL1: the event of a failed log contains the row', async () => {
  const { orderId, events, startHandler, openPage } = openLoggedShop(() => ({ write: broken }));
  await runToEnd(openPage(startHandler()).answers.set(orderId, newsletter, true));
  const [event] = events.flatMap((one) => (one.type === 'consent-log' ? [one] : []));
  const [row] = event?.answers ?? [];
  if (!row) throw new Error('There is no row in the event.');
  expect(row).toMatchObject({ orderId, consentId: newsletter, checked: true });
  expect(row.hash).toBe(await hashConsentAnswer(secret, row));
  const ids = events.flatMap((one) => (one.type === 'consent-log' ? one.answers.map(({ id }) => id) : []));
  expect(new Set(ids)).toEqual(new Set([row.id]));
});

test('CL2: an answer whose response the order API lost is saved with its row', async () => {
  const { sandbox, orderId, table, startHandler, openPage } = openLoggedShop(({ insert }) => ({
    write: insert,
  }));
  sandbox.faults.add({ kind: 'apply-then-drop', operation: 'patchConsent', times: 3 });
  const { answers } = openPage(startHandler());
  expect(await runToEnd(answers.set(orderId, newsletter, true))).toBe('saved');
  expect(table.answers()).toEqual([`${newsletter} true`]);
  expect(table.inserts()).toBe(1);
});

test('CL2: a log that is not awaited has that row too', async () => {
  const { sandbox, orderId, table, startHandler, openPage } = openLoggedShop(({ insert }) => ({
    write: insert,
    awaited: false,
  }));
  sandbox.faults.add({ kind: 'apply-then-drop', operation: 'patchConsent', times: 3 });
  const handler = startHandler();
  await runToEnd(openPage(handler).answers.set(orderId, newsletter, true));
  await runToEnd(handler.idle());
  expect(table.answers()).toEqual([`${newsletter} true`]);
});

test('CL2: a read does not log an answer that the order does not hold', async () => {
  const { sandbox, orderId, table, startHandler, openPage } = openLoggedShop(({ insert }) => ({
    write: insert,
  }));
  sandbox.faults.add({ kind: 'drop', operation: 'patchConsent', times: 3 });
  const { answers } = openPage(startHandler());
  await runToEnd(answers.set(orderId, newsletter, true));
  expect(answers.get(orderId, newsletter).saveState).toBe('not-saved');
  expect(table.rows()).toEqual([]);
});

test('CL3: an answer whose response got lost on the way to the browser has one row', async () => {
  const { orderId, table, startHandler, openPage } = openLoggedShop(({ insert }) => ({ write: insert }));
  const handlers = [startHandler(), startHandler(), startHandler()];
  let left = 2;
  const { answers } = openPage(async (request) => {
    const response = await (handlers[left] ?? startHandler())(request);
    if (left-- > 0) throw new TypeError('fetch failed');
    return response;
  });
  expect(await runToEnd(answers.set(orderId, newsletter, true))).toBe('saved');
  expect(table.answers()).toEqual([`${newsletter} true`]);
  expect(await runToEnd(answers.set(orderId, newsletter, false))).toBe('saved');
  expect(await runToEnd(answers.set(orderId, newsletter, true))).toBe('saved');
  expect(table.answers()).toEqual([`${newsletter} true`, `${newsletter} false`, `${newsletter} true`]);
  expect(new Set(table.rows().map(({ id }) => id)).size).toBe(3);
});

test('CL3: the id of one answer is of no use for another', async () => {
  const { orderId, table, startHandler } = openLoggedShop(({ insert }) => ({ write: insert }));
  const handler = startHandler();
  for (const checked of [true, false]) {
    for (const consentId of [newsletter, 'ci_terms']) {
      const request = new Request(
        `https://shop.test/api/norce/api/v0/checkout/orders/${orderId}/consents/${consentId}`,
        {
          method: 'PATCH',
          headers: {
            origin: 'https://shop.test',
            'content-type': 'application/json',
            'idempotency-key': 'the-same-for-all',
          },
          body: JSON.stringify({ checked }),
        },
      );
      await runToEnd(handler(request));
    }
  }
  expect(new Set(table.rows().map(({ id }) => id)).size).toBe(4);
});

test('CL4: answers that were given while the log failed are logged in order, one row each', async () => {
  let isBroken = true;
  const { orderId, table, startHandler, openPage } = openLoggedShop(({ insert }) => ({
    write: async (row) => {
      if (isBroken) await broken();
      insert(row);
    },
  }));
  const { answers } = openPage(startHandler());
  await runToEnd(answers.set(orderId, newsletter, true));
  await runToEnd(answers.set(orderId, 'ci_terms', true));
  isBroken = false;
  expect(await runToEnd(answers.set(orderId, newsletter, false))).toBe('saved');
  answers.retry(orderId, 'ci_terms');
  await runToEnd(answers.whenSettled(orderId));
  expect(table.answers().filter((answer) => answer.startsWith(newsletter))).toEqual([
    `${newsletter} true`,
    `${newsletter} false`,
  ]);
  expect(table.answers().filter((answer) => answer.startsWith('ci_terms'))).toEqual(['ci_terms true']);
});

test('CL4: a log that works again makes an open answer saved by the next read', async () => {
  let isBroken = true;
  const { orderId, table, startHandler, openPage } = openLoggedShop(({ insert }) => ({
    write: (row) => (isBroken ? broken() : insert(row)),
  }));
  const { client, answers } = openPage(startHandler());
  await runToEnd(answers.set(orderId, newsletter, true));
  isBroken = false;
  const readAt = answers.beginRead();
  await runToEnd(client.getOrder(orderId).then((order) => answers.reconcile(orderId, order, readAt)));
  expect(answers.get(orderId, newsletter).saveState).toBe('saved');
  expect(table.answers()).toEqual([`${newsletter} true`]);
});

test('CL4: a row that a log rejects for ten minutes no longer blocks its order', async () => {
  const { orderId, table, startHandler, openPage } = openLoggedShop(({ insert }) => ({
    write: (row) => (row.checked ? broken() : insert(row)),
  }));
  const handler = startHandler();
  await runToEnd(openPage(handler).answers.set(orderId, newsletter, true));
  await vi.advanceTimersByTimeAsync(601_000);
  const { client, answers } = openPage(handler);
  expect(await runToEnd(client.getOrder(orderId))).toMatchObject({ id: orderId });
  expect(await runToEnd(answers.set(orderId, newsletter, false))).toBe('saved');
  expect(table.answers()).toEqual([`${newsletter} false`]);
});

test.each([
  ['alone', 1],
  ['with others', 2],
])('CL4: a row that a log rejects %s does not hold up those of other consents', async (_how, together) => {
  const { orderId, table, startHandler, openPage } = openLoggedShop(({ insert }) => ({
    writeAll: (rows) => {
      if (rows.some(({ consentId }) => consentId === 'ci_terms')) throw new Error('encoding');
      rows.forEach(insert);
    },
  }));
  const handler = startHandler();
  const ticks = ['ci_terms', newsletter].map((id) => ({ id, checked: true }));
  const { client } = openPage(handler);
  const refused = client.patchConsents(orderId, ticks.slice(0, together), { retry: 0 });
  expect(await runToEnd(refused)).toMatchObject({ code: 'log-failed' });
  const accepted = openPage(handler).client.patchConsent(orderId, newsletter, false, { retry: 0 });
  expect(await runToEnd(accepted)).toBeUndefined();
  const rows = [`${newsletter} true`, `${newsletter} false`];
  expect(table.answers()).toEqual(rows.slice(-together));
});

test('CL5: a write that never ends does not hold up the next one', async () => {
  let calls = 0;
  const { orderId, table, startHandler, openPage } = openLoggedShop(({ insert }) => ({
    write: (row) => (++calls === 1 ? hanging() : insert(row)),
  }));
  const { answers } = openPage(startHandler());
  expect(await runToEnd(answers.set(orderId, newsletter, true))).toBe('saved');
  expect(table.answers()).toEqual([`${newsletter} true`]);
});

test('CL6: handlers that end after the order was changed leave no saved answer without its row', async () => {
  const { orderId, table, startHandler, openPage } = openLoggedShop(({ insert }) => {
    let calls = 0;
    return {
      // Each second process is killed before its row is stored, each third one after it.
      write: async (row) => {
        calls++;
        if (calls % 2 === 0) await broken();
        insert(row);
        if (calls % 3 === 0) await broken();
      },
    };
  });
  // A new process for each request.
  const { answers } = openPage((request) => startHandler()(request));
  for (let answer = 1; answer <= 40; answer++) {
    const end = await runToEnd(answers.set(orderId, newsletter, answer % 2 === 1));
    const last = table.answers().at(-1);
    if (end === 'saved') expect(last).toBe(`${newsletter} ${answer % 2 === 1}`);
  }
  const rows = table.rows();
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  const inOrder = rows.map(({ checked }) => checked);
  expect(inOrder.every((checked, index) => index === 0 || checked !== inOrder[index - 1])).toBe(true);
});

test('CL9: a hundred answers of one request are written side by side, or in one call of writeAll', async () => {
  const many = Array.from({ length: 100 }, (_, index) => ({ id: `c${index}`, checked: true }));
  for (const kind of ['write', 'writeAll'] as const) {
    let running = 0;
    let most = 0;
    const { sandbox, table, startHandler, openPage } = openLoggedShop(({ insert }) => ({
      [kind]: async (...given: readonly (LoggedConsentAnswer | LoggedConsentAnswer[])[]) => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 150));
        running--;
        given.flat().forEach(insert);
      },
    }));
    const { id } = sandbox.orders.create({
      consents: many.map((consent) => ({ ...consent, checked: false })),
    });
    await runToEnd(openPage(startHandler()).client.patchConsents(id, many));
    expect(table.rows()).toHaveLength(100);
    expect(table.inserts()).toBe(100);
    expect(most).toBe(kind === 'write' ? 100 : 1);
  }
});

test.each([
  [[null, { id: 'ci_terms', checked: true }], 200],
  [{}, 502],
  ['none', 502],
  [7, 502],
])(
  'CL2: a read of an order whose consents are %j is as one without open answers',
  async (consents, expected) => {
    const { received, ask } = await startRig(
      { consentLog: { secret, awaited: true, write: () => undefined } },
      (_request, response) => response.end(JSON.stringify({ id: 'o_1', consents })),
    );
    const headers = { 'x-norce-open-answers': 'true:ci_newsletter=page-id-1_1' };
    const { status, text } = await ask({ headers });
    const other = await ask({});
    expect([status, other.status]).toEqual([expected, expected]);
    if (expected === 200) expect(text).toBe(other.text);
    expect(received).toHaveLength(2);
  },
);
