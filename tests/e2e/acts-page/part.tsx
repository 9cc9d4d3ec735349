import { createOrderClient } from '@norce-kit/core';
import { ConsentCheckbox, OrderProvider } from '@norce-kit/react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { createRoot } from 'react-dom/client';

// One part of a page of microfrontends. The page runs this file, with a React of its own, once for each part.
const { consent = '', label = '' } = document.currentScript?.dataset ?? {};
const client = createOrderClient({ baseUrl: `${location.origin}/api/norce` });

/** Renders during each click. */
function Part(): ReactElement {
  const [count, setCount] = useState(0);
  return (
    <div onClickCapture={() => setCount(count + 1)} data-count={count}>
      <ConsentCheckbox
        consentId={consent}
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
