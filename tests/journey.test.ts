import { createOrderClient, isOrderApiError } from '@norce-kit/core';
import { createOrderAdmin } from '@norce-kit/core/admin';
import { createSandbox } from '@norce-kit/sandbox';
import { createOrderHandler, orderCookie } from '@norce-kit/server';
import { expect, test } from 'vitest';

const origin = 'https://shop.example';

/** A browser with one cookie, in front of a handler, in front of the API: three functions, one inside the other. */
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

test('a tick travels from the browser through the handler to the order, and back as what the order holds', async () => {
  const shop = await openShop();
  await shop.client.patchConsent(shop.orderId, 'ci_newsletter', true);
  expect(await consent(shop, 'ci_newsletter')).toBe(true);
  await shop.client.patchConsent(shop.orderId, 'ci_newsletter', false);
  expect(await consent(shop, 'ci_newsletter')).toBe(false);
});

test('the order goes on only with the required consent, which only the shop can ask for', async () => {
  const shop = await openShop();
  await expect(shop.admin.setState(shop.orderId, 'processing')).rejects.toSatisfy(
    (error) => isOrderApiError(error) && error.kind === 'invalid',
  );
  await shop.client.patchConsent(shop.orderId, 'ci_terms', true);
  await shop.admin.setState(shop.orderId, 'processing');
  expect((await shop.admin.getOrder(shop.orderId)).state?.currentStatus).toBe('processing');
});

test('an allowed attribute is written, another one is refused and changes nothing', async () => {
  const { client, orderId, admin } = await openShop();
  await client.patchAttributes(orderId, { deliveryNote: 'Ring the bell' });
  await expect(client.patchAttributes(orderId, { deliveryNote: 'x', discount: 100 })).rejects.toSatisfy(
    (error) => isOrderApiError(error) && error.outcome === 'not-applied',
  );
  expect((await admin.getOrder(orderId)).attributes).toMatchObject({ deliveryNote: 'Ring the bell' });
});

test('I6: neither the key nor the way it is sent is in anything the browser gets', async () => {
  const { client, orderId, answers } = await openShop();
  await client.patchConsent(orderId, 'ci_newsletter', true);
  await client.getOrder(orderId);
  await client.validateOrder(orderId);
  await client.getOrder('another').catch(() => undefined);
  expect(answers.join('\n')).toContain('ci_newsletter');
  expect(answers.join('\n')).not.toMatch(/sandbox-key|bearer/i);
});
