import { expect, test, vi } from 'vitest';
import type { Table } from '../test/shop.ts';
import { hmac, openLoggedShop, runToEnd } from '../test/shop.ts';
import type { LoggedConsentAnswer } from './consent-log.ts';

const newsletter = 'ci_newsletter';
const terms = 'ci_terms';
const isTick = ({ checked }: LoggedConsentAnswer) => checked;
const inserting = ({ insert }: Table) => ({ write: insert });

/** Work that waits until `open` is called. */
function createGate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

test('CL10: a row whose hash takes long is written before that of a newer answer', async () => {
  const { sandbox, orderId, table, startHandler, openPage } = openLoggedShop(inserting);
  const { client } = openPage(startHandler());
  const hashing = createGate();
  vi.spyOn(crypto.subtle, 'sign').mockImplementationOnce(async (_algorithm, _key, data) => {
    await hashing.opened;
    return hmac(data as Uint8Array);
  });
  const tick = client.patchConsent(orderId, newsletter, true);
  await expect.poll(() => sandbox.receipts.list()).toHaveLength(1);
  const untick = client.patchConsent(orderId, newsletter, false);
  await expect.poll(() => sandbox.receipts.list()).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(1_000);
  hashing.open();
  await runToEnd(Promise.all([tick, untick]));
  expect(table.answers()).toEqual([`${newsletter} true`, `${newsletter} false`]);
});

test('CL10: a read that a newer answer overtakes logs nothing after it', async () => {
  const { sandbox, orderId, table, startHandler, openPage } = openLoggedShop(inserting);
  const reading = createGate();
  const handler = startHandler(async (request) => {
    const response = await sandbox.fetch(request);
    if (request.method === 'GET') await reading.opened;
    return response;
  });
  const { client } = openPage(handler);
  sandbox.faults.add({ kind: 'apply-then-drop', operation: 'patchConsent', times: 3 });
  await runToEnd(client.patchConsent(orderId, newsletter, true));
  const read = client.getOrder(orderId);
  await runToEnd(client.patchConsent(orderId, newsletter, false));
  reading.open();
  expect(await runToEnd(read)).toMatchObject({ consents: [{ id: newsletter, checked: true }, {}] });
  expect(table.answers()).toEqual([`${newsletter} false`]);
});

test('CL10: through another process that read logs its answer as the older one', async () => {
  const { sandbox, orderId, table, startHandler, openPage } = openLoggedShop(inserting);
  const reading = createGate();
  const slow = startHandler(async (request) => {
    const response = await sandbox.fetch(request);
    await reading.opened;
    return response;
  });
  const fast = startHandler();
  const { client } = openPage((request) => (request.method === 'GET' ? slow : fast)(request));
  sandbox.faults.add({ kind: 'apply-then-drop', operation: 'patchConsent', times: 3 });
  await runToEnd(client.patchConsent(orderId, newsletter, true));
  const read = client.getOrder(orderId);
  await vi.advanceTimersByTimeAsync(5);
  await runToEnd(client.patchConsent(orderId, newsletter, false));
  reading.open();
  await runToEnd(read);
  expect(table.rows()).toHaveLength(2);
  expect(table.last(orderId, newsletter)).toBe(false);
  const [older, newer] = table.rows().toSorted((a, b) => a.time.localeCompare(b.time));
  expect([older?.checked, newer?.checked]).toEqual([true, false]);
});

test('CL10: the rows of one page are in order between processes whose clocks differ', async () => {
  const { orderId, table, startHandler, openPage } = openLoggedShop(inserting);
  const processes = [startHandler(), startHandler()];
  let index = 0;
  const { answers } = openPage(async (request) => await (processes[index] ?? startHandler())(request));
  const now = Date.now();
  for (let answer = 1; answer <= 6; answer++) {
    index = answer % 2;
    vi.setSystemTime(now + 10_000 * index);
    await runToEnd(answers.set(orderId, newsletter, answer % 2 === 1));
    expect(table.last(orderId, newsletter)).toBe(answer % 2 === 1);
  }
  expect(table.rows().map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('CL10: a process that writes a row late neither repeats nor reorders the answers', async () => {
  let isBroken = true;
  const { orderId, table, startHandler, openPage } = openLoggedShop(({ insert }) => ({
    write: (row) => {
      if (isBroken) throw new Error('disk');
      insert(row);
    },
  }));
  const [first, second] = [startHandler(), startHandler()];
  let handler = first;
  const { client, answers } = openPage((request) => handler(request));
  await runToEnd(answers.set(orderId, newsletter, true));
  isBroken = false;
  handler = second;
  answers.retry(orderId, newsletter);
  await runToEnd(answers.whenSettled(orderId));
  await runToEnd(answers.set(orderId, newsletter, false));
  handler = first;
  await runToEnd(client.getOrder(orderId));
  expect(table.inserts()).toBe(3);
  expect(table.rows()).toHaveLength(2);
  expect(table.last(orderId, newsletter)).toBe(false);
});

test('CL10: the pages of an order are in the order of their last answers', async () => {
  const { orderId, table, startHandler, openPage } = openLoggedShop(inserting);
  const handler = startHandler();
  const pages = [openPage(handler).client, openPage(handler).client];
  for (const [index, checked] of [true, false, true].entries()) {
    await runToEnd(
      pages[index % 2]?.patchConsent(orderId, newsletter, checked) ?? Promise.reject(new Error()),
    );
    await vi.advanceTimersByTimeAsync(5);
    expect(table.last(orderId, newsletter)).toBe(checked);
  }
});

test('CL10: a repetition is newer than the answer of another page before it', async () => {
  const { orderId, table, startHandler, openPage } = openLoggedShop(inserting);
  const handler = startHandler();
  let isLost = true;
  const { client } = openPage(async (request) => {
    const response = await handler(request);
    if (isLost) throw new TypeError('fetch failed');
    return response;
  });
  await runToEnd(client.patchConsent(orderId, newsletter, true, { retry: 0 }).catch(() => undefined));
  await runToEnd(openPage(startHandler()).client.patchConsent(orderId, newsletter, false));
  isLost = false;
  await runToEnd(client.patchConsent(orderId, newsletter, true));
  expect(table.rows()).toHaveLength(2);
  expect(table.last(orderId, newsletter)).toBe(true);
});

test('CL10: a write that took too long does not go on with answers that are written by now', async () => {
  const calls: string[] = [];
  const hanging = createGate();
  let isBroken = true;
  const { orderId, table, startHandler, openPage } = openLoggedShop(({ insert }) => ({
    write: async (row) => {
      calls.push(`${row.sequence}`);
      if (isBroken) throw new Error('disk');
      if (calls.length === 2) await hanging.opened;
      insert(row);
    },
  }));
  const { client } = openPage(startHandler());
  const answer = (checked: boolean) => client.patchConsent(orderId, newsletter, checked, { retry: 0 });
  await runToEnd(answer(true));
  isBroken = false;
  await runToEnd(answer(false));
  await runToEnd(answer(true));
  hanging.open();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(calls).toEqual(['1', '1', '1', '2', '3']);
  expect(table.answers()).toEqual([true, false, true].map((checked) => `${newsletter} ${checked}`));
});

test('CL1: an answer that is repeated after ten minutes of a broken log is not saved', async () => {
  const { orderId, table, startHandler, openPage } = openLoggedShop(() => ({
    write: () => Promise.reject(new Error('disk')),
  }));
  const { answers } = openPage(startHandler());
  await runToEnd(answers.set(orderId, newsletter, true));
  await vi.advanceTimersByTimeAsync(601_000);
  answers.retry(orderId, newsletter);
  expect(await runToEnd(answers.whenSettled(orderId))).toBeInstanceOf(Error);
  expect(answers.get(orderId, newsletter).saveState).toBe('unknown');
  expect(table.rows()).toEqual([]);
});

test.each([3_600_000, -3_600_000])(
  'CL4: a clock that jumps by %d ms loses no row that the log lacks, and keeps none for longer',
  async (jump) => {
    let isBroken = true;
    const { orderId, table, startHandler, openPage } = openLoggedShop(({ insert }) => ({
      write: (row) => {
        if (isBroken) throw new Error('disk');
        insert(row);
      },
    }));
    const handler = startHandler();
    const { client } = openPage(handler);
    const tick = () => runToEnd(client.patchConsent(orderId, newsletter, true, { retry: 0 }));
    const read = () => runToEnd(openPage(handler).client.getOrder(orderId, { retry: 0 }));
    expect(await tick()).toMatchObject({ status: 500 });
    vi.setSystemTime(Date.now() + jump);
    expect(await read()).toMatchObject({ status: 500 });
    await vi.advanceTimersByTimeAsync(601_000);
    expect(await read()).toMatchObject({ id: orderId });
    expect(await tick()).toMatchObject({ status: 500 });
    vi.setSystemTime(Date.now() + jump);
    isBroken = false;
    expect(await read()).toMatchObject({ id: orderId });
    expect(table.answers()).toEqual([`${newsletter} true`]);
  },
);

test('CL4: a read that writes missing rows does not fail because of an answer given meanwhile', async () => {
  let isBroken = true;
  const writing = createGate();
  const { orderId, table, startHandler, openPage } = openLoggedShop(({ insert }) => ({
    write: async (row) => {
      if (isBroken) throw new Error('disk');
      if (row.consentId === newsletter) await writing.opened;
      insert(row);
    },
  }));
  const handler = startHandler();
  const { client } = openPage(handler);
  await runToEnd(client.patchConsent(orderId, newsletter, true, { retry: 0 }));
  isBroken = false;
  const read = openPage(handler).client.getOrder(orderId, { retry: 0 });
  await vi.advanceTimersByTimeAsync(100);
  const write = client.patchConsent(orderId, terms, true, { retry: 0 });
  await vi.advanceTimersByTimeAsync(100);
  writing.open();
  expect(await runToEnd(read)).toMatchObject({ id: orderId });
  expect(await runToEnd(write)).toBeUndefined();
  expect(table.rows().every(isTick)).toBe(true);
  expect(table.rows()).toHaveLength(2);
});

test('CL1: an answer given while a batch is written has its own row', async () => {
  const writing = createGate();
  const { orderId, table, startHandler, openPage } = openLoggedShop(({ insert }) => ({
    writeAll: async (rows) => {
      rows.forEach(insert);
      await writing.opened;
    },
  }));
  const { client } = openPage(startHandler());
  const first = client.patchConsent(orderId, newsletter, true, { retry: 0 });
  await vi.advanceTimersByTimeAsync(100);
  const second = client.patchConsent(orderId, terms, true, { retry: 0 });
  await vi.advanceTimersByTimeAsync(100);
  writing.open();
  expect(await runToEnd(Promise.all([first, second]))).toHaveLength(2);
  expect(table.answers()).toEqual([`${newsletter} true`, `${terms} true`]);
  expect(table.inserts()).toBe(2);
});

test('CL10: an answer without a number is a page of its own', async () => {
  const { orderId, table, startHandler } = openLoggedShop(inserting);
  const handler = startHandler();
  const ids = ['6f9619ff-8b86-4d11', 'checkout-17_2', 'short', undefined];
  const path = `/api/norce/api/v0/checkout/orders/${orderId}/consents/${newsletter}`;
  for (const id of ids) {
    const headers = new Headers({ origin: 'https://shop.test', 'content-type': 'application/json' });
    if (id !== undefined) headers.set('idempotency-key', id);
    const body = JSON.stringify({ checked: true });
    await runToEnd(handler(new Request(`https://shop.test${path}`, { method: 'PATCH', headers, body })));
  }
  const [first, second, third, fourth] = table.rows();
  expect(first).toMatchObject({ pageId: ids[0], sequence: 0 });
  expect(second).toMatchObject({ pageId: 'checkout-17', sequence: 2 });
  expect([third?.sequence, fourth?.sequence]).toEqual([0, 0]);
  expect(third?.pageId).not.toBe(fourth?.pageId);
});
