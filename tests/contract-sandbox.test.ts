import { createAnswers, createOrderClient } from '@norce-kit/core';
import type { JsonValue } from '@norce-kit/core';
import { createSandbox } from '@norce-kit/sandbox';
import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => void vi.useRealTimers());

/** A sandbox with one order, a client and a register, without a handler. */
function setUp() {
  const sandbox = createSandbox({ authenticate: false });
  const { id } = sandbox.orders.create();
  const client = createOrderClient({ baseUrl: 'https://shop.example', fetch: sandbox.fetch });
  const held = (consentId = 'ci_newsletter') =>
    sandbox.orders.get(id)?.consents.find((consent) => consent.id === consentId)?.checked;
  const values = () => sandbox.receipts.list({ operation: 'patchConsent' }).map(({ value }) => value);
  return { sandbox, id, client, answers: createAnswers(client), held, values };
}

test('NF3: a write that times out and is applied after a newer answer does not win', async () => {
  vi.useFakeTimers();
  const { sandbox, id, answers, held, values } = setUp();
  answers.reconcile(id, await read(sandbox, id));
  sandbox.faults.add({ kind: 'drop-then-apply', after: 3_000, operation: 'patchConsent', times: 3 });
  void answers.set(id, 'ci_newsletter', true);
  await vi.advanceTimersByTimeAsync(500);
  void answers.set(id, 'ci_newsletter', false);
  await vi.advanceTimersByTimeAsync(40_000);
  expect(values()).toContain(true);
  expect(values().at(-1)).toBe(false);
  expect(held()).toBe(false);
  expect(answers.get(id, 'ci_newsletter')).toMatchObject({ checked: false, saveState: 'saved' });
});

test('NF18: a duplicated write ends in the same state', async () => {
  const { sandbox, id, client, held, values } = setUp();
  sandbox.faults.add({ kind: 'duplicate', operation: 'patchConsent', times: 1 });
  await client.patchConsent(id, 'ci_newsletter', true);
  expect(values()).toEqual([true, true]);
  expect(held()).toBe(true);
});

test('AT1: two writes of different attributes are both applied', async () => {
  const { id, client } = setUp();
  await Promise.all([client.patchAttributes(id, { a: 1 }), client.patchAttributes(id, { b: 2 })]);
  expect((await client.getOrder(id)).attributes).toMatchObject({ a: 1, b: 2 });
});

test('AT3: null is stored as null, and a missing key stays as it is', async () => {
  const { id, client } = setUp();
  await client.patchAttributes(id, { a: 1, b: 2 });
  await client.patchAttributes(id, { a: null });
  expect((await client.getOrder(id)).attributes).toMatchObject({ a: null, b: 2 });
});

test('hostile key names are stored and read unchanged, without side effects', async () => {
  const { id, client } = setUp();
  const text = '{"__proto__":{"isAdmin":true},"constructor":{"prototype":1},"toString":"x","":0}';
  await client.patchAttributes(id, JSON.parse(text) as Record<string, JsonValue>);
  const { attributes } = await client.getOrder(id);
  expect(JSON.parse(JSON.stringify(attributes))).toMatchObject(JSON.parse(text) as object);
  expect(JSON.stringify(attributes)).toContain('"__proto__":{"isAdmin":true}');
  expect(({} as Record<string, unknown>)['isAdmin']).toBe(undefined);
});

test('VA2: a registration whose response is lost is sent once', async () => {
  const { sandbox, id, client } = setUp();
  sandbox.faults.add({ kind: 'apply-then-drop', operation: 'createValidation', times: 1 });
  const registered = await client.registerValidation(id, { name: 'stock' });
  const { validations = [] } = await client.getOrder(id);
  expect(validations.map((validation) => validation.id)).toEqual([registered.id]);
});

test.each(['truncate', 'silence'] as const)(
  'NF4, NF5: a save whose body ends in %s counts as saved',
  async (kind) => {
    const { sandbox, id, client, held, values } = setUp();
    sandbox.faults.add({ kind, operation: 'patchConsent', times: 1 });
    await client.patchConsent(id, 'ci_newsletter', true);
    expect(values()).toEqual([true]);
    expect(held()).toBe(true);
  },
);

test.each(['redirect', 'login-page'] as const)(
  'NF17: a %s of a captive portal does not count as saved',
  async (kind) => {
    const { sandbox, id, client, held } = setUp();
    sandbox.faults.add({ kind, operation: 'patchConsent' });
    await expect(client.patchConsent(id, 'ci_newsletter', true)).rejects.toMatchObject({ kind: 'protocol' });
    expect(held()).toBe(false);
  },
);

async function read(sandbox: ReturnType<typeof createSandbox>, id: string) {
  return createOrderClient({ baseUrl: 'https://shop.example', fetch: sandbox.fetch }).getOrder(id);
}
