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
  const { data: begun, isError } = useQuery(orderIdOptions);
  const { data: order } = useQuery({ ...shopOrderOptions, enabled: begun !== undefined });

  return (
    <>
      <div className="shop">
        <header className="shop-header">
          <span className="shop-name">Vardag</span>
          <span className="shop-secure">Secure checkout</span>
        </header>
        {isError && <p role="alert">The checkout could not be opened. Please reload the page in a moment.</p>}
        {begun !== undefined && order !== undefined && (
          <OrderProvider client={client} orderId={begun.orderId}>
            {order.status === 'checkout' ? <Checkout order={order} /> : <Confirmation order={order} />}
          </OrderProvider>
        )}
      </div>
      {order !== undefined && <OrderPanel order={order} />}
    </>
  );
}
