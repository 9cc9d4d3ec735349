// Client, handler and sandbox in one process, and a box rendered on the server.
import { createOrderClient } from '@norce-kit/core';
import { createOrderAdmin } from '@norce-kit/core/admin';
import { NewsletterConsent, OrderProvider } from '@norce-kit/react';
import * as lazy from '@norce-kit/react/lazy';
import { consentEvidence } from '@norce-kit/react/lazy/evidence';
import { useConsentGate } from '@norce-kit/react/lazy/gate';
import { NewsletterConsent as WholeNewsletter } from '@norce-kit/react/lazy/newsletter';
import { sv } from '@norce-kit/react/locales/sv';
import { createSandbox } from '@norce-kit/sandbox';
import { serveSandbox } from '@norce-kit/sandbox/server';
import { createOrderHandler, orderCookie } from '@norce-kit/server';
import { toNodeListener } from '@norce-kit/server/node';
import assert from 'node:assert/strict';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';

const origin = 'https://shop.example';
const sandbox = createSandbox();
const upstream = {
  baseUrl: 'https://api.example',
  apiKey: 'sandbox-key',
  merchant: 'acme',
  channel: 'acme-se',
  fetch: sandbox.fetch,
};
const consents = [{ id: 'ci_newsletter', text: 'News by email' }];
const { id: orderId } = await createOrderAdmin(upstream).createOrder({ consents });

const cookie = orderCookie({ secret: 's'.repeat(32) });
const [bound] = (await cookie.bind(orderId)).split(';');
const handler = createOrderHandler({ upstream, authorize: cookie });
const client = createOrderClient({
  baseUrl: `${origin}/api/norce`,
  fetch: (request) => {
    const headers = new Headers(request.headers);
    headers.set('cookie', bound);
    headers.set('origin', origin);
    return handler(new Request(request, { headers }));
  },
});
await client.patchConsent(orderId, 'ci_newsletter', true);
const initialOrder = await client.getOrder(orderId);
assert.equal(initialOrder.consents?.[0]?.checked, true);

const order = { client, orderId, initialOrder, locale: sv };
// Without the ids of React, which depend on the components around a box.
const render = (Provider, Box) =>
  renderToString(
    createElement(Provider, order, createElement(Box, { consentId: 'ci_newsletter' })),
  ).replaceAll(/_R_\w*_/g, '');
const html = render(OrderProvider, NewsletterConsent);
assert.match(html, /<input[^>]* checked=""/);
assert.equal(render(lazy.OrderProvider, lazy.NewsletterConsent), html);
assert.equal(render(lazy.OrderProvider, WholeNewsletter), html);
assert.equal(typeof useConsentGate, 'function');
assert.equal(typeof consentEvidence().load, 'function');
assert.equal(typeof toNodeListener(handler), 'function');
assert.equal(typeof serveSandbox, 'function');
console.log(`stored under ${process.version}`);
