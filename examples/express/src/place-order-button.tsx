import { ConsentErrorSummary, useConsentGate } from '@norce-kit/react';
import { useState } from 'react';
import type { MouseEvent, ReactElement } from 'react';
import { placeOrder, placingTimeout } from './place-order.ts';

const messages = {
  placed: '',
  'not-placed': 'Your order was not placed. Please try again in a moment.',
  'no-connection': 'No connection. Your order was not placed.',
  unknown: 'We could not find out whether your order was placed. Please reload this page.',
};

export function PlaceOrderButton({ orderId }: { orderId: string }): ReactElement {
  const { getSubmitProps, isGoingOn } = useConsentGate();
  const [message, setMessage] = useState('');

  const place = async (deadline: number) => {
    const end = await placeOrder(orderId, deadline);
    setMessage(messages[end]);
    if (end === 'placed') location.assign('/thanks');
  };
  const onClick = (event: MouseEvent<HTMLButtonElement>) => {
    if (isGoingOn) return;
    // The gate would wait for a connection.
    setMessage(navigator.onLine ? '' : messages['no-connection']);
    if (!navigator.onLine) return;
    const deadline = Date.now() + placingTimeout;
    getSubmitProps({ onReady: () => place(deadline) }).onClick(event);
  };

  return (
    <>
      <ConsentErrorSummary />
      <button type="button" {...getSubmitProps()} onClick={onClick} aria-disabled={isGoingOn || undefined}>
        Place order
      </button>
      <p role="status">{isGoingOn ? 'Placing the order …' : message}</p>
    </>
  );
}
