import { createOrderClient } from '@norce-kit/core';
import { OrderProvider } from '@norce-kit/react';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Checkout } from './checkout.tsx';
import { Confirmation } from './confirmation.tsx';
import { OrderPanel } from './order-panel.tsx';
import { orderIdOptions, shopOrderOptions } from './shop.ts';

const client = createOrderClient({ baseUrl: '/api/norce' });

export function App(): ReactElement {
  const begun = useQuery(orderIdOptions);
  const held = useQuery({ ...shopOrderOptions, enabled: begun.isSuccess });
  const order = held.data;
  const isOpen = begun.isSuccess && order !== undefined;

  return (
    <>
      <div className="shop">
        <header className="shop-header">
          <span className="shop-name">Vardag</span>
          <span className="shop-place">Checkout</span>
        </header>
        {isOpen ? (
          <OrderProvider client={client} orderId={begun.data.orderId}>
            {order.status === 'checkout' ? <Checkout order={order} /> : <Confirmation order={order} />}
          </OrderProvider>
        ) : (
          <main className="loading">
            {begun.isError || held.isError ? (
              <p role="alert">The checkout could not be opened. Please reload the page in a moment.</p>
            ) : (
              <p>Opening the checkout …</p>
            )}
          </main>
        )}
      </div>
      {isOpen && <OrderPanel order={order} isStale={held.isRefetchError} />}
    </>
  );
}
