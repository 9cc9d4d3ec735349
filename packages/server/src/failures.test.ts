import { createOrderClient } from '@norce-kit/core';
import { expect, test } from 'vitest';
import { createOrderHandler } from './handler.ts';

/** Validates an order by the client: at the order API itself, and through the handler. */
async function validateBothWays(status: number, body: string) {
  const upstream = () => Promise.resolve(new Response(body, { status }));
  const handler = createOrderHandler({
    upstream: {
      baseUrl: 'https://api.test',
      apiKey: 'k1',
      merchant: 'acme',
      channel: 'acme-se',
      fetch: upstream,
    },
    authorize: () => true,
    allowMissingOrigin: true,
    validationMessages: true,
  });
  const direct = createOrderClient({ baseUrl: 'https://api.test', fetch: upstream });
  const forwarded = createOrderClient({ baseUrl: 'https://shop.test/api/norce', fetch: handler });
  return [await direct.validateOrder('o_1'), await forwarded.validateOrder('o_1')] as const;
}

test.each([
  '["out-of-stock"]',
  '"out-of-stock"',
  '[{"code":"stock-low","adapterId":"stock","message":"Only 2 left"}]',
  '{"errors":["a",{"code":"b"}]}',
  '{"code":"order-validation","message":"no"}',
  '[null,1,[],{}]',
  '[]',
  'null',
])('handler and client read the same reasons in %s', async (body) => {
  for (const status of [200, 400]) {
    const [direct, forwarded] = await validateBothWays(status, body);
    expect(forwarded).toEqual(direct);
  }
});

test.each(['["Item 7 of ann@shop.test"]', '[{"reason":"other"}]'])(
  'a 200 whose reasons may not be shown still fails the validation: %s',
  async (body) => {
    const [direct, forwarded] = await validateBothWays(200, body);
    expect(direct.ok).toBe(false);
    expect(forwarded).toEqual({ ok: false, failures: [{ code: 'validation-failed' }] });
  },
);
