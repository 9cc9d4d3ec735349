import { createOrderClient } from '@norce-kit/core';
import { OrderProvider } from '@norce-kit/react';
import { useState } from 'react';

export function Provider({ order, children }) {
  // Once outside of components in a shop; here a page is mounted many times, each time anew.
  const [client] = useState(() => createOrderClient({ baseUrl: '/api/norce' }));
  return (
    <OrderProvider client={client} orderId={order.id} initialOrder={order}>
      {children}
    </OrderProvider>
  );
}
