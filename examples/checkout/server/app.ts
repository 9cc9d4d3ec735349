import type { RequestListener } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createOrderAdmin } from '@norce-kit/core/admin';
import { createOrderHandler, orderCookie } from '@norce-kit/server';
import { Hono } from 'hono';
import { createAddressWriter } from './address.ts';
import type { Backend } from './backend.ts';
import { createNetwork } from './network.ts';
import { builtPage, securityHeaders } from './page.ts';
import { createShop } from './shop.ts';
import { attributeKeys } from './shop-order.ts';

/** The server of the shop: the kit's handler, the shop's own routes, the page. */
export function createApp(backend: Backend, cookieSecret: string): RequestListener {
  const { upstream, sandbox } = backend;
  const cookie = orderCookie({
    secret: cookieSecret,
    // Not every browser accepts a Secure cookie from http://127.0.0.1, and a sandbox holds no real data.
    insecureForDevelopment: sandbox !== undefined,
  });
  const handler = createOrderHandler({
    upstream,
    authorize: cookie,
    attributes: attributeKeys,
    onEvent: (event) => {
      if (event.level === 'error') console.error(event);
    },
  });

  const app = new Hono();
  app.use(securityHeaders);
  app.all('/api/norce/*', (c) => handler(c.req.raw));
  app.route(
    '/shop',
    createShop({
      backend,
      cookie,
      admin: createOrderAdmin(upstream),
      writeAddress: createAddressWriter(upstream),
    }),
  );
  if (sandbox) app.route('/sandbox/network', createNetwork(sandbox));
  app.use(builtPage);
  const respond = getRequestListener(app.fetch);
  return (request, response) => void respond(request, response);
}
