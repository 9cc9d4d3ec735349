import { createOrderClient } from '@norce-kit/core';
import { ConsentCheckbox, OrderProvider } from '@norce-kit/react';
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { createRoot } from 'react-dom/client';

// One part of a page of microfrontends. The page runs this file, with a React of its own, once for each part.
const { consent = '', label = '' } = document.currentScript?.dataset ?? {};
const client = createOrderClient({ baseUrl: `${location.origin}/api/norce` });

/**
 * Renders during each click. An event `turn` of the window gives its box the consent in `detail`; the next click, with
 * `data-turn` of the body, that consent.
 */
function Part(): ReactElement {
  const [count, setCount] = useState(0);
  const [consentId, setConsentId] = useState(consent);
  useEffect(() => {
    const turn = (event: Event) => setConsentId((event as CustomEvent<string>).detail);
    addEventListener('turn', turn);
    return () => removeEventListener('turn', turn);
  }, []);
  const onClickCapture = () => {
    setCount(count + 1);
    setConsentId((before) => document.body.dataset['turn'] ?? before);
  };
  return (
    <div onClickCapture={onClickCapture} data-count={count}>
      <ConsentCheckbox
        consentId={consentId}
        label={`${label}${count < 0 ? '!' : ''}`}
        description={`About ${label}`}
      />
    </div>
  );
}

createRoot(document.body.appendChild(document.createElement('div'))).render(
  <OrderProvider client={client} orderId={window.orderId}>
    <Part />
  </OrderProvider>,
);
