// Creates the handler with the variables of the first request.
import { createOrderHandler } from '@norce-kit/server';

let handler;

export default {
  fetch: (request, { UPSTREAM, API_KEY }, context) => {
    handler ??= createOrderHandler({
      upstream: {
        baseUrl: `${UPSTREAM}/checkout/order`,
        apiKey: API_KEY,
        merchant: 'acme',
        channel: 'acme-se',
      },
      authorize: () => true,
    });
    return handler(request, context);
  },
};
