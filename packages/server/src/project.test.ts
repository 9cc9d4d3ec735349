import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orders, startRig } from '../test/rig.ts';
import { createOrderHandler } from './handler.ts';

const canary = { email: 'canary@shop.test' };

/** Returns the order that a browser sees, and the strings in it. */
async function show(order: unknown) {
  const { ask } = await startRig({}, (_request, response) => response.end(JSON.stringify(order)));
  const { status, text } = await ask();
  return { status, text, seen: JSON.parse(text) as Record<string, unknown> };
}

test.each<[string, unknown]>([
  ['an object', canary],
  ['a list', [canary]],
  ['a list in a list', [[canary]]],
])('hides %s in the place of any plain value', async (_name, value) => {
  const price = { includingVat: value, excludingVat: value, vat: value };
  const { status, text, seen } = await show({
    id: value,
    state: { currentStatus: value, transitions: value },
    culture: value,
    currency: value,
    country: value,
    customer: value,
    total: price,
    cart: {
      reference: value,
      total: price,
      items: [
        value,
        { id: value, name: value, sku: value, quantity: value, total: price, attributes: value },
      ],
    },
    consents: [value, { id: value, checked: value, text: value, required: value }],
    validations: [value, { id: value, adapterId: 'stock_adapter', url: 'https://checks.test/o_1' }],
    attributes: { price: value },
  });
  expect(status).toBe(200);
  expect(text).not.toContain('canary');
  expect(seen).toMatchObject({ id: 'o_1', attributes: {}, validations: [{ name: 'stock' }] });
});

test.each<[string, unknown]>([
  ['words', 'canary'],
  ['a number', 7],
  ['an object', canary],
  ['a list', [null, 'canary', 7]],
  ['nothing', null],
])('hides %s in the place of a part of the order', async (_name, value) => {
  const names = ['state', 'total', 'cart', 'validations', 'attributes'];
  const order = Object.fromEntries(names.map((name) => [name, value]));
  const { status, text, seen } = await show({ ...order, merchant: 'acme', channel: 'acme-se' });
  expect(status).toBe(200);
  expect(text).not.toContain('canary');
  expect(seen).toMatchObject({ id: 'o_1', consents: [], validations: [], attributes: {} });
});

test.each<[string, unknown]>([
  ['nothing in JSON', null],
  ['a list', []],
  ['JSON of a server on the way', { code: 'maintenance' }],
  ['an order whose consents are words', { id: 'o_1', consents: 'canary' }],
  ['an order whose consents are an object', { id: 'o_1', consents: canary }],
])('SE14: shows no order in the place of %s', async (_name, response) => {
  const { status, text, seen } = await show(response);
  expect(status).toBe(502);
  expect(text).not.toContain('canary');
  expect(seen).toMatchObject({ type: 'urn:norce-kit:upstream-error' });
});

test('treats names of prototype members like any other', async () => {
  const { text, seen } = await show(
    JSON.parse(
      '{"id":"o_1","__proto__":{"consents":[{"id":"canary"}],"attributes":{"gift":"canary"}},"cart":{"__proto__":{"items":[{"id":"canary"}]}}}',
    ),
  );
  expect(text).not.toContain('canary');
  expect(seen).toEqual({ id: 'o_1', cart: { items: [] }, consents: [], attributes: {}, validations: [] });
});

type Shape = 'plain' | 'any' | Shape[] | { readonly [name: string]: Shape };

const price = { includingVat: 'plain', excludingVat: 'plain' } as const;
/** All members that browsers may see. */
const visible: Shape = {
  id: 'plain',
  state: { currentStatus: 'plain' },
  culture: 'plain',
  currency: 'plain',
  country: 'plain',
  total: price,
  cart: {
    items: [{ id: 'plain', name: 'plain', sku: 'plain', quantity: 'plain', total: price }],
    total: price,
  },
  consents: [{ id: 'plain', checked: 'plain', text: 'plain', required: 'plain' }],
  attributes: { gift: 'any' },
  validations: [{ id: 'plain', name: 'plain' }],
};

function fits(value: unknown, shape: Shape | undefined): boolean {
  if (shape === undefined || shape === 'any') return shape === 'any';
  if (typeof value !== 'object' || value === null) return shape === 'plain';
  if (shape === 'plain' || Array.isArray(value) !== Array.isArray(shape)) return false;
  const expected = (name: string) => (Array.isArray(shape) ? shape[0] : shape[name]);
  return Object.entries(value).every(([name, part]) => fits(part, expected(name)));
}

const names =
  'id state currentStatus culture total includingVat cart items name quantity consents checked text attributes gift margin ' +
  'validations adapterId url customer email payments hooks __proto__ constructor toJSON length 0';
const { order: hostile } = fc.letrec<{ order: unknown; value: unknown }>((tie) => ({
  order: fc.dictionary(fc.constantFrom(...names.split(' ')), tie('value'), { maxKeys: 12 }),
  value: fc.oneof(
    { maxDepth: 6 },
    fc.constantFrom(null, true, 7, 'stock_adapter', 'https://checks.test/o_1'),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('order'),
  ),
}));

test('shows plain values of listed members only, for any upstream response', async () => {
  let order: unknown;
  const handler = createOrderHandler({
    upstream: {
      baseUrl: 'https://api.test',
      apiKey: 'canary-key',
      merchant: 'm',
      channel: 'c',
      fetch: () => Promise.resolve(Response.json(order)),
    },
    authorize: () => true,
    attributes: ['gift'],
    validations: { stock: { adapterId: 'stock_adapter', url: 'https://checks.test/{order_id}' } },
  });
  const headers = { 'sec-fetch-site': 'same-origin' };
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(hostile, async (made) => {
      const { consents } = made as { readonly consents?: unknown };
      order = Object.assign({}, made, { id: 'o_1', consents: [consents].flat() });
      const answer = await handler(new Request(`https://shop.test${orders}/o_1`, { headers }));
      const shown = (await answer.json()) as object;
      expect(answer.status).toBe(200);
      expect(fits(shown, visible), JSON.stringify(shown)).toBe(true);
      for (const name of Object.keys(shown)) seen.add(name);
    }),
    { numRuns: 3_000, endOnFailure: true },
  );
  // A run in which little was shown would prove little.
  expect([...seen]).toEqual(expect.arrayContaining(['id', 'state', 'culture', 'total', 'cart', 'consents']));
});
