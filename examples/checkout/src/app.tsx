import { createOrderClient } from '@norce-kit/core';
import { OrderProvider } from '@norce-kit/react';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Announcement } from './announcement.tsx';
import { Checkout } from './checkout.tsx';
import { Confirmation } from './confirmation.tsx';
import { OrderPanel } from './order-panel.tsx';
import { orderIdOptions, shopOrderOptions } from './shop.ts';

const client = createOrderClient({ baseUrl: '/api/norce' });

export function App(): ReactElement {
  const idQuery = useQuery(orderIdOptions);
  const orderQuery = useQuery({ ...shopOrderOptions, enabled: idQuery.isSuccess });
  const order = orderQuery.data;
  const isOpen = idQuery.isSuccess && order !== undefined;
  const hasFailed = idQuery.isError || orderQuery.isError;

  return (
    <>
      <Announcement text={!isOpen && !hasFailed ? 'Opening the checkout …' : ''} />
      <div className="shop">
        <header className="shop-header">
          <span className="shop-name">Vardag</span>
          <span className="soft">Things for every day</span>
        </header>
        {isOpen ? (
          <OrderProvider client={client} orderId={idQuery.data.orderId}>
            {order.status === 'checkout' ? <Checkout order={order} /> : <Confirmation order={order} />}
          </OrderProvider>
        ) : (
          <main className="loading">
            {hasFailed ? (
              <p role="alert">The checkout could not be opened. Please reload the page in a moment.</p>
            ) : (
              <p aria-hidden="true">Opening the checkout …</p>
            )}
          </main>
        )}
      </div>
      {isOpen && <OrderPanel order={order} isStale={orderQuery.failureCount > 0} />}
    </>
  );
}
