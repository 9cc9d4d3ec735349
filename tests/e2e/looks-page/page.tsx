import { createOrderClient } from '@norce-kit/core';
import {
  ConsentCheckbox,
  ConsentErrorSummary,
  ConsentPreferences,
  NewsletterConsent,
  ObjectionConsent,
  OrderProvider,
  TermsConsent,
  useConsentGate,
} from '@norce-kit/react';
import { de } from '@norce-kit/react/locales/de';
import { en } from '@norce-kit/react/locales/en';
import { fi } from '@norce-kit/react/locales/fi';
import { createSandbox } from '@norce-kit/sandbox';
import type { Sandbox } from '@norce-kit/sandbox';
import type { ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { inspectLooks } from './looks.ts';
import type { Looks } from './looks.ts';

declare global {
  /** The sandbox of the page, which the tests manipulate. */
  var sandbox: Sandbox;
  var inspectPage: () => Looks;
  /** Delays the saves of the page until `releaseSaves` is called. */
  var holdSaves: () => void;
  var releaseSaves: () => void;
}

globalThis.inspectPage = inspectLooks;

const locales = { de, en, fi };

function Checkout(): ReactElement {
  const gate = useConsentGate();
  return (
    <form onSubmit={(event) => event.preventDefault()}>
      <ConsentErrorSummary />
      <TermsConsent consentId="ci_terms" termsUrl="/terms" privacyUrl="/privacy" />
      <ObjectionConsent consentId="ci_objection" />
      <NewsletterConsent channels={{ email: 'ci_newsletter', sms: 'ci_sms' }} />
      <ConsentCheckbox consentId="ci_long" readOnly />
      <p id="after">What follows</p>
      <button {...gate.getSubmitProps()}>Place order</button>
      <ConsentPreferences />
      <ConsentCheckbox consentId="ci_sms">
        I accept the <a href="/rules">rules of the club</a> and its offers.
      </ConsentCheckbox>
    </form>
  );
}

const wanted = new URLSearchParams(location.search);
const longText = wanted.get('text') ?? 'A consent of the order';
globalThis.sandbox = createSandbox({ authenticate: false });
const { id: orderId } = sandbox.orders.create({
  consents: [
    { id: 'ci_terms', text: 'Terms', required: true },
    { id: 'ci_objection', text: 'No thanks' },
    { id: 'ci_newsletter', text: 'News' },
    { id: 'ci_sms', text: 'Text messages' },
    {
      id: 'ci_long',
      text: longText === 'huge' ? `${'w'.repeat(1_000)} ${'words and '.repeat(20_000)}` : longText,
    },
  ],
});
if (wanted.has('unread')) sandbox.faults.add({ kind: 'status', status: 403, operation: 'getOrder' });
let saves = Promise.resolve();
globalThis.releaseSaves = () => undefined;
globalThis.holdSaves = () => {
  saves = new Promise((resolve) => (globalThis.releaseSaves = resolve));
};
const client = createOrderClient({
  baseUrl: 'https://sandbox.invalid',
  fetch: async (request) => {
    if (request.method !== 'GET') await saves;
    return sandbox.fetch(request);
  },
  // Longer than a test takes.
  timeout: 900_000,
  totalTimeout: 900_000,
  retry: 0,
});

createRoot(document.querySelector('main') ?? document.body).render(
  <OrderProvider
    client={client}
    orderId={orderId}
    locale={locales[(wanted.get('locale') ?? 'en') as keyof typeof locales]}
  >
    <Checkout />
  </OrderProvider>,
);
