// Reads its variables without `nodejs_compat`.
import { createOrderHandler } from '@norce-kit/server';
import { env } from 'cloudflare:workers';

export default {
  fetch: createOrderHandler({
    upstream: {
      baseUrl: `${env.UPSTREAM}/checkout/order`,
      apiKey: env.API_KEY,
      merchant: 'acme',
      channel: 'acme-se',
    },
    authorize: () => true,
  }),
};
