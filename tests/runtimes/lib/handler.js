import { createOrderHandler, orderCookie } from '@norce-kit/server';
import { transport } from './transport.js';

// The upstream of the tests also stores rows and events, and refuses rows on demand.
const upstreamOrigin = process.env.UPSTREAM ?? 'https://upstream.invalid';

const post = async (path, value) => {
  const response = await fetch(upstreamOrigin + path, { method: 'POST', body: JSON.stringify(value) });
  await response.arrayBuffer();
  if (!response.ok) throw new Error('not stored');
};

const isHostile = process.env.HOSTILE === 'yes';
const cookie = orderCookie({ secret: process.env.COOKIE_SECRET ?? 's'.repeat(32) });

export const handler = createOrderHandler({
  upstream: {
    baseUrl: `${upstreamOrigin}/checkout/order`,
    apiKey: process.env.API_KEY ?? 'a-key-for-the-build',
    merchant: 'acme',
    channel: 'acme-se',
    transport,
  },
  authorize: !isHostile
    ? cookie
    : async (request) => {
        const orderId = await cookie.read(request);
        if (orderId !== undefined) await post('/read', { orderId });
        return true;
      },
  attributes: ['gift', 'note'],
  validations: { stock: { adapterId: 'stock_adapter', url: 'https://checks.test/{order_id}' } },
  formReturnTo: '/checkout',
  trustedOrigins: ['https://checkout.shop.test'],
  requestIdHeader: 'x-request-id',
  consentLog: isHostile
    ? undefined
    : {
        secret: 'l'.repeat(32),
        awaited: process.env.AWAITED === 'yes',
        write: (row) => post('/log', row),
      },
  onEvent: isHostile ? undefined : (event) => post('/events', event),
  timeout: 2_000,
  bodyTimeout: isHostile ? 50 : 1_000,
});
