import { createOrderAdmin } from '@norce-kit/core/admin';
import { createOrderHandler, orderCookie } from '@norce-kit/server';
import { cookieSecret, upstream } from './order-api.ts';

/** Says which order a browser may touch. */
export const cookie = orderCookie({
  secret: cookieSecret,
  insecureForDevelopment: process.env.NODE_ENV !== 'production',
});

/** What stands between a shopper's browser and the order API. */
export const handler = createOrderHandler({ upstream, authorize: cookie });

/** The order API with the key, for what this server does itself. */
export const admin = createOrderAdmin(upstream);
