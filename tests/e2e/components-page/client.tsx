import { createOrderClient } from '@norce-kit/core';
import {
  ConsentCheckbox,
  ConsentErrorSummary,
  ConsentGroup,
  OrderProvider,
  TermsConsent,
  useConsentGate,
} from '@norce-kit/react';
import { createSandbox } from '@norce-kit/sandbox';
import type { Sandbox } from '@norce-kit/sandbox';
import { QueryClient } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';

declare global {
  interface Window {
    sandbox: Sandbox;
    orderId: string;
    queryClient: QueryClient;
    isAttacked: boolean | undefined;
  }
}

window.sandbox = createSandbox({ authenticate: false });
window.queryClient = new QueryClient();
window.orderId = window.sandbox.orders.create({
  consents: [
    { id: 'a', text: 'A' },
    { id: 'b', text: 'B <img src=x onerror="isAttacked = true">' },
    { id: 'c', text: 'C', required: true },
  ],
}).id;
const client = createOrderClient({
  baseUrl: 'https://sandbox.invalid',
  fetch: window.sandbox.fetch,
  retry: 0,
});

function GoOn() {
  const { getSubmitProps } = useConsentGate();
  return (
    <button type="button" {...getSubmitProps()}>
      Go on
    </button>
  );
}

createRoot(document.body.appendChild(document.createElement('main'))).render(
  <OrderProvider client={client} orderId={window.orderId} queryClient={window.queryClient}>
    <ConsentErrorSummary />
    <form>
      <ConsentCheckbox consentId="a" id="linked">
        I accept{' '}
        <a id="inner" href="#terms">
          the terms
        </a>
      </ConsentCheckbox>
      <button type="reset">Reset</button>
    </form>
    <TermsConsent consentId="a" id="terms" termsUrl="/terms" privacyUrl="javascript:isAttacked=true" />
    <ConsentCheckbox
      consentId="a"
      id="prevented"
      label="Prevented"
      onCheckedChange={(_, event) => event.preventDefault()}
    />
    <ConsentCheckbox consentId="a" id="read-only" label="Read-only" readOnly />
    <div hidden>
      <ConsentCheckbox consentId="c" label="For a narrower page" />
    </div>
    <ConsentGroup id="group" />
    <GoOn />
  </OrderProvider>,
);
