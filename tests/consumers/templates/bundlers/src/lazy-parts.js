import { createOrderClient, OrderProvider } from '@norce-kit/react/lazy';
import { consentEvidence } from '@norce-kit/react/lazy/evidence';
import { useConsentGate } from '@norce-kit/react/lazy/gate';
import { NewsletterConsent } from '@norce-kit/react/lazy/newsletter';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

const client = createOrderClient({ baseUrl: '/api/norce' });
const evidence = consentEvidence({ source: 'cart' });
const { orderId } = document.body.dataset;
const initialOrder = { id: orderId, consents: [{ id: 'ci_newsletter', checked: false }] };

function Pay() {
  const { getSubmitProps } = useConsentGate();
  return createElement('button', getSubmitProps({ onReady: () => undefined }), 'Pay');
}

const box = createElement(NewsletterConsent, { channels: { email: 'ci_newsletter' } });
const props = { client, orderId, initialOrder, evidence };
createRoot(document.body).render(createElement(OrderProvider, props, box, createElement(Pay)));
