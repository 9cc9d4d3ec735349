import axios from 'axios';
import ky from 'ky';
import { ofetch } from 'ofetch';
import createFetchClient from 'openapi-fetch';
import { bundle } from '../apps/bundle.mjs';

const pathOf = (orderId, consentId) => `/api/v0/checkout/orders/${orderId}/consents/${consentId}`;
const template = '/api/v0/checkout/orders/{order_id}/consents/{consent_id}';
const json = { 'content-type': 'application/json' };

/** Plain fetch, the base of all ratios. */
function plain(origin) {
  return {
    patch: async (orderId, consentId, checked) => {
      const url = origin + pathOf(orderId, consentId);
      const { ok } = await fetch(url, { method: 'PATCH', headers: json, body: JSON.stringify({ checked }) });
      if (!ok) throw new Error('refused');
    },
    get: async (orderId) => (await fetch(`${origin}/api/v0/checkout/orders/${orderId}`)).json(),
  };
}

/** HTTP clients, each used as in the first example of its documentation. @type {Record<string, (origin: string) => any>} */
export const contenders = {
  fetch: plain,
  // The same code under a second name: the difference between the two is noise.
  'fetch, again': plain,
  'createOrderClient of @norce-kit/core': async (baseUrl) => {
    const code = await bundle(`export { createOrderClient } from '@norce-kit/core';`, { isServer: true });
    const { createOrderClient } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
    const client = createOrderClient({ baseUrl });
    // The caller passes more arguments than a read takes.
    return { patch: client.patchConsent, get: (orderId) => client.getOrder(orderId) };
  },
  ky: (origin) => ({
    patch: (orderId, consentId, checked) =>
      ky.patch(origin + pathOf(orderId, consentId), { json: { checked } }),
    get: (orderId) => ky.get(`${origin}/api/v0/checkout/orders/${orderId}`).json(),
  }),
  ofetch: (origin) => ({
    patch: (orderId, consentId, checked) =>
      ofetch(origin + pathOf(orderId, consentId), { method: 'PATCH', body: { checked } }),
    get: (orderId) => ofetch(`${origin}/api/v0/checkout/orders/${orderId}`),
  }),
  'axios (on node:http)': (origin) => ({
    patch: (orderId, consentId, checked) => axios.patch(origin + pathOf(orderId, consentId), { checked }),
    get: async (orderId) => (await axios.get(`${origin}/api/v0/checkout/orders/${orderId}`)).data,
  }),
  'openapi-fetch': (baseUrl) => {
    const client = createFetchClient({ baseUrl });
    return {
      patch: async (order_id, consent_id, checked) => {
        const { error } = await client.PATCH(template, {
          params: { path: { order_id, consent_id } },
          body: { checked },
        });
        if (error) throw new Error('refused');
      },
      get: async (order_id) =>
        (await client.GET('/api/v0/checkout/orders/{order_id}', { params: { path: { order_id } } })).data,
    };
  },
};
