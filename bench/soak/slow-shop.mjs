import { createServer } from 'node:http';
import { createSandbox } from '@norce-kit/sandbox';
import { createOrderHandler } from '@norce-kit/server';
import { toNodeListener } from '@norce-kit/server/node';

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
  const handle = toNodeListener(handler);
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://shop.invalid');
    if (pathname.startsWith('/api/')) return void handle(request, response);
    if (pathname === '/client.js')
      return void response.setHeader('content-type', 'text/javascript').end(script);
    const orderId = JSON.stringify(searchParams.get('order') ?? '');
    const page = `<script>orderId = ${orderId}</script><script src="/client.js"></script>`;
    response.setHeader('content-type', 'text/html');
    response.end(
      `<!doctype html><meta charset="utf-8"><title>Soak</title><body>${pathname === '/' ? page : ''}`,
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    createOrder: () =>
      sandbox.orders.create({
        consents: consentIds.map((id) => ({ id, text: id, checked: false, required: false })),
      }).id,
    holds: (orderId, consentId) =>
      sandbox.orders.get(orderId).consents.find(({ id }) => id === consentId).checked,
    writesOf: (orderId) => writes.filter((write) => write.orderId === orderId),
    count: () => writes.length,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
