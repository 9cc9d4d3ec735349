import { createOrderAdmin } from '@norce-kit/core/admin';
import { createOrderHandler, orderCookie } from '@norce-kit/server';
import { cookieSecret, upstream } from './order-api.ts';

/** Decides which order a browser may read and change. */
export const cookie = orderCookie({
  secret: cookieSecret,
  insecureForDevelopment: process.env.NODE_ENV !== 'production',
});

/** Forwards the permitted requests of a browser to the order API. */
export const handler = createOrderHandler({ upstream, authorize: cookie });

/** The order API with the key, for this server's own code. */
export const admin = createOrderAdmin(upstream);
