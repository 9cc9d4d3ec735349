'use client';

import type { Order } from '@norce-kit/core';
import {
  ConsentFormFields,
  NewsletterConsent,
  OrderProvider,
  TermsConsent,
  useConsentGate,
} from '@norce-kit/react';
import { client } from '@/lib/browser-client';
import { goOn } from './actions.ts';

interface ConsentsProps {
  order: Order & { id: string };
  /** Id of this rendering: a form that is sent twice is one answer. */
  submissionId: string;
}

export function Consents({ order, submissionId }: ConsentsProps) {
  return (
    <OrderProvider client={client} orderId={order.id} initialOrder={order}>
      {/* The order of this page, whichever order the browser has when it sends the form. */}
      <form action={goOn.bind(null, order.id)}>
        <ConsentFormFields submissionId={submissionId}>
          <NewsletterConsent consentId="ci_newsletter" />
          <TermsConsent consentId="ci_terms" termsUrl="/terms" />
        </ConsentFormFields>
        <ContinueButton />
      </form>
    </OrderProvider>
  );
}

function ContinueButton() {
  const { getSubmitProps } = useConsentGate();
  return <button {...getSubmitProps()}>Continue to payment</button>;
}
