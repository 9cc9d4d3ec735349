import { createOrderAdmin } from '@norce-kit/core/admin';
import { createOrderHandler, orderCookie } from '@norce-kit/server';

const upstream = {
  baseUrl: process.env.NORCE_URL!,
  apiKey: process.env.NORCE_API_KEY!,
  merchant: process.env.NORCE_MERCHANT!,
  channel: process.env.NORCE_CHANNEL!,
};

export const admin = createOrderAdmin(upstream);
export const cookie = orderCookie({ secret: process.env.COOKIE_SECRET! });
export const handler = createOrderHandler({ upstream, authorize: cookie });
