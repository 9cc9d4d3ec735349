import { getRequestListener } from '@hono/node-server';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// As `serve` of a shop does, which then loads the handler: it replaces the global Request and Response.
getRequestListener(() => new Response());

const { createOrderHandler } = await import('../src/handler.ts');
const { toNodeListener } = await import('../src/node.ts');

const handler = createOrderHandler({
  upstream: {
    baseUrl: 'https://upstream.example',
    apiKey: 'key',
    merchant: 'acme',
    channel: 'se',
    // More than the buffers of a socket hold.
    fetch: () =>
      Promise.resolve(Response.json({ id: 'o_1', consents: [], attributes: { note: 'a'.repeat(900_000) } })),
  },
  authorize: () => true,
  allowMissingOrigin: true,
  attributes: ['note'],
});
const server = createServer(toNodeListener(handler)).listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
const response = await fetch(`http://127.0.0.1:${port}/api/norce/api/v0/checkout/orders/o_1`);
const { attributes } = (await response.json()) as { attributes: { note: string } };
process.stdout.write(`${response.status} ${attributes.note.length}`);
server.close();
