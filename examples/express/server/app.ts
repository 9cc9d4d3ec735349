import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createOrderAdmin } from '@norce-kit/core/admin';
import { createOrderHandler, orderCookie } from '@norce-kit/server';
import type { Upstream } from '@norce-kit/server';
import { toNodeListener } from '@norce-kit/server/node';
import express from 'express';
import type { Express } from 'express';
import { cart } from './cart.ts';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));

export function createApp(upstream: Upstream, cookieSecret: string): Express {
  const cookie = orderCookie({
    secret: cookieSecret,
    // Only in development: a server without NODE_ENV may be in production.
    insecureForDevelopment: process.env['NODE_ENV'] === 'development',
  });
  const admin = createOrderAdmin(upstream);
  const checkoutPage = readFileSync(`${dist}checkout.html`, 'utf8');

  const app = express();
  app.disable('x-powered-by');
  app.use((_, response, next) => {
    // `frame-ancestors` prevents clickjacking.
    response.set({
      'content-security-policy':
        "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
      'x-content-type-options': 'nosniff',
    });
    next();
  });

  // Mount the handler before any body parser: it reads bodies itself, within its own limits.
  app.use('/api/norce', toNodeListener(createOrderHandler({ upstream, authorize: cookie })));

  /** Creates the order and binds the browser to it. */
  app.post('/checkout', async (request, response) => {
    // Another site must not give the shopper another order.
    if (request.get('sec-fetch-site') !== 'same-origin') {
      response.sendStatus(403);
      return;
    }
    const { id } = await admin.createOrder(cart);
    response.append('set-cookie', await cookie.bind(id)).redirect(303, '/checkout');
  });

  app.get('/checkout', async (request, response) => {
    const headers = { cookie: request.get('cookie') ?? '' };
    const orderId = await cookie.read(new Request('https://shop.invalid', { headers }));
    if (orderId === undefined) {
      response.redirect(303, '/');
      return;
    }
    response.set('cache-control', 'no-store');
    response.send(checkoutPage.replace('data-order-id=""', `data-order-id="${orderId}"`));
  });

  app.get('/', (_, response) => response.sendFile('index.html', { root: dist }));
  app.get('/terms', (_, response) => response.sendFile('terms.html', { root: dist }));
  app.use('/assets', express.static(`${dist}assets`, { immutable: true, maxAge: '1y' }));
  return app;
}
