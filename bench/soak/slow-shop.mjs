import { createSandbox } from '@norce-kit/sandbox';
import { createOrderHandler } from '@norce-kit/server';
import { toNodeListener } from '@norce-kit/server/node';
import { serve } from './serve.mjs';

/** Delays in ms of writes and reads on their way to the order, at most; one of them is drawn for each request. */
const delays = { PATCH: [0, 0, 300, 300, 2_500], GET: [0, 0, 600] };

/**
 * Starts a page, the handler and a sandbox of random speed on the loopback address. Requests may overtake one another.
 *
 * @param {{ script: string, consentIds: readonly string[] }} options
 */
export async function openSlowShop({ script, consentIds }) {
  const sandbox = createSandbox({ receiptLimit: 100 });
  /** @type {{ orderId: string, consentId: string, checked: boolean, sentAt: number, arrivedAt?: number }[]} */
  const writes = [];
  const upstream = async (/** @type {Request} */ request) => {
    const most = delays[request.method] ?? [0];
    const [, orderId, consentId] = /orders\/([^/]+)\/consents\/([^/]+)$/.exec(request.url) ?? [];
    const write = consentId && { orderId, consentId, ...(await request.clone().json()), sentAt: Date.now() };
    if (write) writes.push(write);
    await new Promise((resolve) =>
      setTimeout(resolve, Math.random() * most[Math.floor(Math.random() * most.length)]),
    );
    if (write) write.arrivedAt = Date.now();
    return sandbox.fetch(request);
  };
  const handler = createOrderHandler({
    upstream: {
      baseUrl: 'https://sandbox.invalid',
      ...{ apiKey: 'sandbox-key', merchant: 'acme', channel: 'acme-se', fetch: upstream },
    },
    authorize: () => true,
  });
  const server = await serve({
    script,
    orderOf: ({ searchParams }) => searchParams.get('order'),
    handle: toNodeListener(handler),
  });
  return {
    ...server,
    createOrder: () =>
      sandbox.orders.create({
        consents: consentIds.map((id) => ({ id, text: id, checked: false, required: false })),
      }).id,
    holds: (orderId, consentId) =>
      sandbox.orders.get(orderId).consents.find(({ id }) => id === consentId).checked,
    writesOf: (orderId) => writes.filter((write) => write.orderId === orderId),
    count: () => writes.length,
  };
}
