import { expect, test } from 'vitest';
import { startRig } from '../testing/rig.ts';

const canary = { email: 'canary@shop.test' };

/** What a browser sees of an order, and the words of it. */
async function show(order: unknown) {
  const { ask } = await startRig({}, (_request, response) => response.end(JSON.stringify(order)));
  const { status, text } = await ask();
  return { status, text, seen: JSON.parse(text) as Record<string, unknown> };
}

test.each<[string, unknown]>([
  ['an object', canary],
  ['a list', [canary]],
  ['a list in a list', [[canary]]],
])('%s in the place of a plain value does not pass, wherever it stands', async (_name, value) => {
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
])('%s in the place of a part of the order does not pass', async (_name, value) => {
  const names = ['state', 'total', 'cart', 'consents', 'validations', 'attributes'];
  const { status, text, seen } = await show(Object.fromEntries(names.map((name) => [name, value])));
  expect(status).toBe(200);
  expect(text).not.toContain('canary');
  expect(seen).toMatchObject({ id: 'o_1', consents: [], validations: [], attributes: {} });
});

test('members of the name of a prototype are members like any other', async () => {
  const { text, seen } = await show(
    JSON.parse(
      '{"__proto__":{"consents":[{"id":"canary"}],"attributes":{"gift":"canary"}},"cart":{"__proto__":{"items":[{"id":"canary"}]}}}',
    ),
  );
  expect(text).not.toContain('canary');
  expect(seen).toEqual({ id: 'o_1', cart: { items: [] }, consents: [], attributes: {}, validations: [] });
});
