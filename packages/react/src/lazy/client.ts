import type { OrderClientOptions } from '@norce-kit/core';

/** How the starter sends an answer when the page is left. */
export interface LeavingOptions {
  readonly retry: 0;
  readonly followsWithin: number;
  /** Id of the answer; a client of core has its own. */
  readonly id: string;
}

/** The part of a client that the starter uses. */
export interface StarterClient {
  /** Resolves with the response; with undefined once it is saved for a client of core, which rejects otherwise. */
  readonly patchConsent: (
    orderId: string,
    consentId: string,
    checked: boolean,
    options: LeavingOptions,
  ) => Promise<unknown>;
}

/** Client of `createOrderClient` of this entry. Its other requests come with the engine. */
export interface LazyOrderClient extends StarterClient {
  /** The options as given. */
  readonly options: OrderClientOptions;
}

/**
 * Creates the client for the `OrderProvider` of `@norce-kit/react/lazy`, with the options of `createOrderClient` of
 * `@norce-kit/core`. Create it once, outside of components.
 *
 * @example
 * import { createOrderClient } from '@norce-kit/react/lazy';
 *
 * export const client = createOrderClient({ baseUrl: '/api/norce' });
 */
export const createOrderClient = (options: OrderClientOptions): LazyOrderClient => ({
  options,
  patchConsent: async (orderId, consentId, checked, { followsWithin, id }) => {
    const url =
      options.baseUrl.replace(/\/+$/, '') +
      '/api/v0/checkout/orders/' +
      encodeURIComponent(orderId) +
      '/consents/' +
      encodeURIComponent(consentId);
    const init = {
      // For `credentials`; a request ignores the others.
      ...options,
      method: 'PATCH',
      keepalive: true,
      redirect: 'manual',
      headers: {
        'idempotency-key': id,
        'content-type': 'application/json',
        // The handler ignores 0.
        'x-norce-follows-within': followsWithin,
      },
      body: JSON.stringify({ checked }),
    } as object;
    // Not a Request: Firefox 153 ignores its `keepalive`.
    return options.fetch ? options.fetch(new Request(url, init)) : fetch(url, init);
  },
});
