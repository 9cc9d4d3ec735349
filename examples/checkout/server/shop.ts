import { isOrderApiError } from '@norce-kit/core';
import type { OrderAdmin } from '@norce-kit/core/admin';
import type { OrderCookie } from '@norce-kit/server';
import { Hono } from 'hono';
import type { Context } from 'hono';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { WriteAddress } from './address.ts';
import type { Backend } from './backend.ts';
import { placeOrder } from './place-order.ts';
import { showOrder } from './shop-order.ts';

export interface ShopOptions {
  readonly backend: Backend;
  readonly cookie: OrderCookie;
  readonly admin: OrderAdmin;
  readonly writeAddress: WriteAddress;
}

/** The shop's own routes, which need the key: create an order, show it, place it. */
export function createShop({ backend, cookie, admin, writeAddress }: ShopOptions): Hono {
  const shop = new Hono();
  shop.use(csrf());
  shop.use(async (c, next) => {
    await next();
    c.header('cache-control', 'no-store');
  });

  shop.post('/order', async (c) => {
    const orderId = (await findOrderId(c)) ?? (await backend.startOrder(admin));
    c.header('set-cookie', await cookie.bind(orderId));
    return c.json({ orderId });
  });

  shop.get('/order', async (c) => {
    const order = await admin.getOrder(await requireOrderId(c));
    return c.json(showOrder(order, backend));
  });

  shop.post('/place-order', async (c) => {
    const orderId = await requireOrderId(c);
    // Another tab may have begun another order.
    if (c.req.header('order-id') !== orderId)
      return problem(c, 409, 'The page shows another order than that of the browser.', { placed: false });
    // A request that arrives late, or a slow order service, must not place an order that the page has given up.
    const left = Number(c.req.header('place-before') ?? NaN) - Date.now();
    if (!(left > 0)) return problem(c, 408, 'The request came too late.', { placed: false });
    const answer = await placeOrder({ admin, writeAddress }, orderId, AbortSignal.timeout(left));
    if (answer.placed === true) return c.json(answer);
    if (answer.refusal !== undefined) return problem(c, 409, 'The order was refused.', answer);
    return problem(c, 502, 'The order service did not do its part.', answer);
  });

  shop.delete('/order', (c) => {
    c.header('set-cookie', cookie.clear());
    return c.body(null, 204);
  });

  shop.onError((error, c) => {
    if (error instanceof HTTPException)
      return problem(c, error.status, error.message || 'This is for pages of the shop alone.', {
        placed: false,
      });
    // An OrderApiError contains neither the key nor the shopper's data.
    console.error(error);
    return problem(c, isOrderApiError(error) ? 502 : 500, 'The order service did not do its part.');
  });

  /** Returns the order of this browser, or undefined if it is gone: a restarted sandbox has no orders. */
  const findOrderId = async (c: Context) => {
    const orderId = await cookie.read(c.req.raw);
    if (orderId === undefined) return undefined;
    const isThere = await admin.getOrder(orderId).then(() => true, isNotFound);
    return isThere ? orderId : undefined;
  };

  const requireOrderId = async (c: Context) => {
    const orderId = await cookie.read(c.req.raw);
    if (orderId === undefined) throw new HTTPException(404, { message: 'This browser has no order.' });
    return orderId;
  };

  return shop;
}

function isNotFound(error: unknown): false {
  if (isOrderApiError(error) && error.kind === 'not-found') return false;
  throw error;
}

/** A problem document of RFC 9457. */
function problem(c: Context, status: ContentfulStatusCode, title: string, members: object = {}): Response {
  return c.json({ title, status, ...members }, status, { 'content-type': 'application/problem+json' });
}
