import { createOrderClient, isOrderApiError } from '@norce-kit/core';
import { createOrderAdmin } from '@norce-kit/core/admin';
import { createSandbox } from '@norce-kit/sandbox';
import { createOrderHandler, orderCookie } from '@norce-kit/server';
import { expect, test } from 'vitest';

const origin = 'https://shop.example';

/** A browser with one cookie, a handler and the API: three nested functions. */
async function openShop() {
  const sandbox = createSandbox();
  const upstream = {
    baseUrl: 'https://api.example/checkout/order',
    apiKey: 'sandbox-key',
    merchant: 'acme',
    channel: 'acme-se',
    fetch: sandbox.fetch,
  };
  const admin = createOrderAdmin(upstream);
  const cookie = orderCookie({ secret: 'a secret of at least thirty-two characters' });
  const handler = createOrderHandler({ upstream, authorize: cookie, attributes: ['deliveryNote'] });
  const { id: orderId } = await admin.createOrder({
    consents: [
      { id: 'ci_newsletter', text: 'News by e-mail' },
      { id: 'ci_terms', text: 'I accept the terms', required: true },
    ],
  });
  const [cookieHeader = ''] = (await cookie.bind(orderId)).split(';');
  const answers: string[] = [];
  const client = createOrderClient({
    baseUrl: `${origin}/api/norce`,
    fetch: async (request) => {
      const headers = new Headers(request.headers);
      headers.set('cookie', cookieHeader);
      headers.set('origin', origin);
      const response = await handler(new Request(request, { headers }));
      answers.push([...response.headers].join('\n'), await response.clone().text());
      return response;
    },
  });
  return { sandbox, admin, client, orderId, answers };
}

const consent = async ({ client, orderId }: Awaited<ReturnType<typeof openShop>>, consentId: string) =>
  (await client.getOrder(orderId)).consents?.find(({ id }) => id === consentId)?.checked;

test('a tick reaches the order through the handler, and the browser reads it back', async () => {
  const shop = await openShop();
  await shop.client.patchConsent(shop.orderId, 'ci_newsletter', true);
  expect(await consent(shop, 'ci_newsletter')).toBe(true);
  await shop.client.patchConsent(shop.orderId, 'ci_newsletter', false);
  expect(await consent(shop, 'ci_newsletter')).toBe(false);
});

test('the order is placed only with its required consent', async () => {
  const shop = await openShop();
  await expect(shop.admin.setState(shop.orderId, 'processing')).rejects.toSatisfy(
    (error) => isOrderApiError(error) && error.kind === 'invalid',
  );
  await shop.client.patchConsent(shop.orderId, 'ci_terms', true);
  await shop.admin.setState(shop.orderId, 'processing');
  expect((await shop.admin.getOrder(shop.orderId)).state?.currentStatus).toBe('processing');
});

test('an allowed attribute is written, another one is refused', async () => {
  const { client, orderId, admin } = await openShop();
  await client.patchAttributes(orderId, { deliveryNote: 'Ring the bell' });
  await expect(client.patchAttributes(orderId, { deliveryNote: 'x', discount: 100 })).rejects.toSatisfy(
    (error) => isOrderApiError(error) && error.outcome === 'not-applied',
  );
  expect((await admin.getOrder(orderId)).attributes).toMatchObject({ deliveryNote: 'Ring the bell' });
});

test('I6: responses to the browser contain neither the key nor its header', async () => {
  const { client, orderId, answers } = await openShop();
  await client.patchConsent(orderId, 'ci_newsletter', true);
  await client.getOrder(orderId);
  await client.validateOrder(orderId);
  await client.getOrder('another').catch(() => undefined);
  expect(answers.join('\n')).toContain('ci_newsletter');
  expect(answers.join('\n')).not.toMatch(/sandbox-key|bearer/i);
});
