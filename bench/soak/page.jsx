import { createOrderClient } from '@norce-kit/core';
import { OrderProvider, useOrderConsent, useOrderConsents } from '@norce-kit/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

const rejections = [];
addEventListener('unhandledrejection', ({ reason }) => rejections.push(String(reason)));

function Consent({ id }) {
  const consent = useOrderConsent(id);
  return (
    <p>
      <input {...consent.getCheckboxProps()} name={id} aria-label={id} />
      <output data-for={id}>{consent.saveState}</output>
    </p>
  );
}

function Consents() {
  return useOrderConsents().consents?.map(({ id }) => <Consent key={id} id={id} />);
}

const events = {};
const count = ({ type }) => (events[type] = (events[type] ?? 0) + 1);
const client = createOrderClient({ baseUrl: '/api/norce' });
createRoot(document.body.appendChild(document.createElement('main'))).render(
  <StrictMode>
    <OrderProvider client={client} orderId={window.orderId} onEvent={count}>
      <Consents />
    </OrderProvider>
  </StrictMode>,
);

const boxOf = (id) => document.querySelector(`input[name="${id}"]`);
window.soak = {
  /** Clicks a box; returns the wanted value and the time. Keeps no log, because the heap is measured. */
  click: (id) => {
    boxOf(id).click();
    return { checked: boxOf(id).checked, at: Date.now() };
  },
  show: (id) => ({
    checked: boxOf(id).checked,
    state: document.querySelector(`[data-for="${id}"]`).textContent,
  }),
  rejections,
  events,
};
