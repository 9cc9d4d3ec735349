import { createOrderClient } from '@norce-kit/core';
import type { Order } from '@norce-kit/core';
import { ConsentFormFields, NewsletterConsent, OrderProvider, TermsConsent } from '@norce-kit/react';
// React's edge build needs no Node modules, so that the bundle runs from any path.
import { renderToStaticMarkup } from 'react-dom/server.browser';

export interface PageProps {
  readonly order: Order & { readonly id: string };
  readonly submissionId: string;
  /** Value of `consents` in the query. */
  readonly result: string | null;
}

const client = createOrderClient({ baseUrl: 'https://shop.example/api/norce' });

/** Renders a checkout page that has no script. */
export function renderPage({ order, submissionId, result }: PageProps): string {
  return renderToStaticMarkup(
    <main>
      {result !== null && <p role="alert">{result}</p>}
      <OrderProvider client={client} orderId={order.id} initialOrder={order}>
        <form method="post" action={`/api/norce/api/v0/checkout/orders/${order.id}/consents`}>
          <ConsentFormFields submissionId={submissionId}>
            <NewsletterConsent consentId="ci_newsletter" />
            <TermsConsent consentId="ci_terms" termsUrl="/terms" />
          </ConsentFormFields>
          <label>
            Note <input name="note" />
          </label>
          <button>Continue</button>
          <button formNoValidate>Save for later</button>
        </form>
      </OrderProvider>
    </main>,
  );
}
