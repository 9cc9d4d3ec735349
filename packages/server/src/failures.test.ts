import { createOrderClient } from '@norce-kit/core';
import { expect, test } from 'vitest';
import { createOrderHandler } from './handler.ts';

/** Validates an order by the client: at the order API itself, and through the handler. */
function validateEachWay(status: number, body: string | (() => ReadableStream<Uint8Array>)) {
  const upstream = () => Promise.resolve(new Response(typeof body === 'string' ? body : body(), { status }));
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
  return [direct, forwarded].map((client) => client.validateOrder('o_1'));
}

test.each([
  '["out-of-stock"]',
  '"out-of-stock"',
  '[{"code":"stock-low","adapterId":"stock","message":"Only 2 left"}]',
  '{"errors":["a",{"code":"b"}]}',
  '{"errors":"out-of-stock"}',
  '{"errors":{"code":"out-of-stock"}}',
  '{"type":"about:blank","title":"No","status":400,"errors":["out-of-stock"]}',
  '{"code":"order-validation","message":"no"}',
  '[null,1,[],{}]',
  '[]',
  'null',
  '',
])('handler and client read the same reasons in %s', async (body) => {
  for (const status of [200, 400]) {
    const [direct, forwarded] = await Promise.all(validateEachWay(status, body));
    expect(forwarded).toEqual(direct);
  }
});

test.each(['["Item 7 of ann@shop.test"]', '[{"reason":"other"}]'])(
  'a 200 whose reasons may not be shown still fails the validation: %s',
  async (body) => {
    const [direct, forwarded] = await Promise.all(validateEachWay(200, body));
    expect(direct?.ok).toBe(false);
    expect(forwarded).toEqual({ ok: false, failures: [{ code: 'validation-failed' }] });
  },
);

test.each(['OK', '<html>', '{"errors":'])(
  'a 200 without readable reasons does not pass the validation: %s',
  async (body) => {
    const ends = await Promise.allSettled(validateEachWay(200, body));
    expect(ends).toMatchObject(Array(2).fill({ status: 'rejected', reason: { outcome: 'not-applied' } }));
  },
);

test('a 200 whose reasons contain the key of the shop does not pass the validation', async () => {
  const [, forwarded] = await Promise.allSettled(validateEachWay(200, '[{"code":"k1"}]'));
  expect(forwarded).toMatchObject({ status: 'rejected', reason: { status: 502 } });
});

test('a 200 whose body breaks off does not pass the validation', async () => {
  const body = () =>
    new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new Error('ECONNRESET')),
      start: (controller) => controller.enqueue(new TextEncoder().encode('[{"code":')),
    });
  const ends = await Promise.allSettled(validateEachWay(200, body));
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
