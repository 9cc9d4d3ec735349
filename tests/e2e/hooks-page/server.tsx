import { createOrderClient } from '@norce-kit/core';
import type { Order } from '@norce-kit/core';
import { StrictMode } from 'react';
// The build of React that needs nothing of Node, so that the bundle runs wherever it is loaded from.
import { renderToString } from 'react-dom/server.browser';
import { Page } from './page.tsx';

/** The page as a server sends it. */
export function renderPage(orderId: string, initialOrder: Order): string {
  const client = createOrderClient({ baseUrl: '/api/norce' });
  return renderToString(
    <StrictMode>
      <Page client={client} orderId={orderId} initialOrder={initialOrder} />
    </StrictMode>,
  );
}
