import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createOrderAdmin } from '@norce-kit/core/admin';
import { createOrderHandler, orderCookie } from '@norce-kit/server';
import type { Upstream } from '@norce-kit/server';
import { toNodeListener } from '@norce-kit/server/node';
import express from 'express';
import type { Express, Request as ExpressRequest } from 'express';
import { cart } from './cart.ts';
import { placeOrder } from './place-order.ts';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));

export function createApp(upstream: Upstream, cookieSecret: string): Express {
  const cookie = orderCookie({
    secret: cookieSecret,
    // Only in development: a server without NODE_ENV may be in production.
    insecureForDevelopment: process.env['NODE_ENV'] === 'development',
  });
  const admin = createOrderAdmin(upstream);
  const checkoutPage = readFileSync(`${dist}checkout.html`, 'utf8');
  const newsletterPage = readFileSync(`${dist}newsletter.html`, 'utf8');
  const thanksPage = readFileSync(`${dist}thanks.html`, 'utf8');
  const findOrderId = (request: ExpressRequest) =>
    cookie.read(new Request('https://shop.invalid', { headers: { cookie: request.get('cookie') ?? '' } }));
  const isPlaced = async (orderId: string) =>
    (await admin.getOrder(orderId)).state?.currentStatus !== 'checkout';

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

  app.post('/checkout/order', async (request, response) => {
    const orderId = await findOrderId(request);
    // The page may show an older order than the cookie of the browser.
    const isShown = orderId === request.get('order-id');
    if (orderId === undefined || !isShown || request.get('sec-fetch-site') !== 'same-origin') {
      response.status(403).json({ isPlaced: false });
      return;
    }
    response.json({ isPlaced: await placeOrder(admin, orderId, Number(request.get('place-before'))) });
  });

  app.get('/checkout/order', async (request, response) => {
    const orderId = await findOrderId(request);
    response.set('cache-control', 'no-store');
    if (orderId === undefined || orderId !== request.get('order-id')) response.sendStatus(404);
    else response.json({ isPlaced: await isPlaced(orderId) });
  });

  app.get('/thanks', async (request, response) => {
    const orderId = await findOrderId(request);
    response.set('cache-control', 'no-store');
    if (orderId === undefined || !(await isPlaced(orderId))) response.redirect(303, '/checkout');
    else response.send(thanksPage.replace('ORDER_ID', orderId));
  });

  app.get('/checkout', async (request, response) => {
    const orderId = await findOrderId(request);
    if (orderId === undefined) {
      response.redirect(303, '/');
      return;
    }
    response.set('cache-control', 'no-store');
    response.send(checkoutPage.replace('data-order-id=""', `data-order-id="${orderId}"`));
  });

  app.get('/newsletter', async (request, response) => {
    const orderId = await findOrderId(request);
    if (orderId === undefined) {
      response.redirect(303, '/');
      return;
    }
    // The box shows this before its code has read the order.
    const { id, state, consents } = await admin.getOrder(orderId);
    const order = JSON.stringify({ id, state, consents }).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
    response.set('cache-control', 'no-store');
    response.send(newsletterPage.replace('data-order=""', () => `data-order="${order}"`));
  });

  app.get('/', (_, response) => response.sendFile('index.html', { root: dist }));
  app.get('/terms', (_, response) => response.sendFile('terms.html', { root: dist }));
  app.use('/assets', express.static(`${dist}assets`, { immutable: true, maxAge: '1y' }));
  return app;
}
