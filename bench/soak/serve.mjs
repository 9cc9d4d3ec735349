import { createServer } from 'node:http';

/**
 * Serves the page of an order, its script and its API on the loopback address. An address without an order has an empty page.
 *
 * @param {{
 *   script: string,
 *   orderOf: (address: URL) => string | null,
 *   handle: import('node:http').RequestListener,
 * }} options
 */
export async function serve({ script, orderOf, handle }) {
  const server = createServer((request, response) => {
    const address = new URL(request.url ?? '', 'http://shop.invalid');
    if (address.pathname.startsWith('/api/')) return void handle(request, response);
    if (address.pathname === '/client.js')
      return void response.setHeader('content-type', 'text/javascript').end(script);
    const orderId = orderOf(address);
    const scripts = `<script>orderId = ${JSON.stringify(orderId)}</script><script src="/client.js"></script>`;
    response.setHeader('content-type', 'text/html');
    response.end(
      `<!doctype html><meta charset="utf-8"><title>Soak</title><body>${orderId === null ? '' : scripts}`,
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
