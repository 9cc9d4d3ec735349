'use client';

import type { Order } from '@norce-kit/core';
import { ConsentErrorSummary, OrderProvider, useConsentGate } from '@norce-kit/react';
import { useState } from 'react';
import type { MouseEvent, ReactElement } from 'react';
import { client } from '@/lib/browser-client';
import { placeAtOnce } from '../actions.ts';
import { placeOrder, placingTimeout } from './place-order.ts';
import type { Placing } from './place-order.ts';

const messages = {
  placed: '',
  'not-placed': 'Your order was not placed. Please try again in a moment.',
  'no-connection': 'No connection. Your order was not placed.',
  unknown: 'We could not find out whether your order was placed. Please reload this page.',
};

interface PlaceOrderFormProps {
  order: Order & { id: string };
  /** How the attempt of a page without JavaScript ended. */
  last?: Placing | undefined;
}

export function PlaceOrderForm({ order, last }: PlaceOrderFormProps): ReactElement {
  return (
    <OrderProvider client={client} orderId={order.id} initialOrder={order}>
      <ConsentErrorSummary />
      {/* The browser sends the form only without JavaScript, and before hydration. */}
      <form action={placeAtOnce.bind(null, order.id)} onSubmit={(event) => event.preventDefault()}>
        <PlaceOrderButton orderId={order.id} last={last} />
      </form>
    </OrderProvider>
  );
}

interface PlaceOrderButtonProps extends Pick<PlaceOrderFormProps, 'last'> {
  orderId: string;
}

function PlaceOrderButton({ orderId, last }: PlaceOrderButtonProps): ReactElement {
  const { getSubmitProps, isGoingOn } = useConsentGate();
  const [message, setMessage] = useState(last === undefined ? '' : messages[last]);

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
      <button {...getSubmitProps()} onClick={onClick} aria-disabled={isGoingOn || undefined}>
        Place order
      </button>
      <p role="status">{isGoingOn ? 'Placing the order …' : message}</p>
    </>
  );
}
