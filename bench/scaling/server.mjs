import { createServer } from 'node:http';

/** Returns an order with un-ticked consents. */
export function createOrder(id, count) {
  return {
    id,
    culture: 'en-GB',
    currency: 'SEK',
    state: { currentStatus: 'checkout' },
    consents: Array.from({ length: count }, (_, index) => ({
      id: `ci_${index}`,
      text: `Yes, send me news of kind ${index}`,
      checked: false,
      required: false,
    })),
  };
}

/**
 * Serves the pages by name and emulates the order API for them: stores the writes and counts them.
 *
 * @param {Record<string, string>} scripts
 */
export async function serve(scripts) {
  const orders = new Map();
  let writes = [];
  const server = createServer((request, response) => {
    // A cross-origin isolated page has a clock resolution of 5 µs instead of 100.
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('cross-origin-embedder-policy', 'require-corp');
    const { pathname } = new URL(request.url, 'http://bench.invalid');
    const [, name, orderId, consentId] =
      /^\/(?:page|script)\/(.+)$/.exec(pathname) ??
      /^\/api\/norce(.)*?\/orders\/([^/]+)(?:\/consents\/(.+))?$/.exec(pathname) ??
      [];
    if (pathname.startsWith('/page/')) {
      response.setHeader('content-type', 'text/html');
      response.end(
        `<!doctype html><meta charset="utf-8"><title>Bench</title><body><script src="/script/${name}"></script>`,
      );
    } else if (pathname.startsWith('/script/')) {
      response.setHeader('content-type', 'text/javascript').end(scripts[decodeURIComponent(name)]);
    } else if (orders.has(orderId)) {
      const order = orders.get(orderId);
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        if (request.method === 'GET') {
          response.setHeader('content-type', 'application/json').end(JSON.stringify(order));
          return;
        }
        const { checked } = JSON.parse(body);
        order.consents.find(({ id }) => id === consentId).checked = checked;
        writes.push({ orderId, consentId, checked });
        response.end();
      });
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  let last = 0;
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    add: (count) => {
      const order = createOrder(`o_${++last}`, count);
      orders.clear();
      orders.set(order.id, order);
      return structuredClone(order);
    },
    writes: () => writes,
    /** Writes since the last call. */
    takeWrites: () => {
      const taken = writes;
      writes = [];
      return taken;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
