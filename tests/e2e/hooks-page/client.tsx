import { createOrderClient } from '@norce-kit/core';
import type { Order, OrderClient } from '@norce-kit/core';
import { StrictMode } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { Page } from './page.tsx';

declare global {
  interface Window {
    /** The data that the server wrote into the page. */
    page: { readonly orderId: string; readonly initialOrder?: Order; readonly baseUrl?: string };
    kit: { readonly client: OrderClient; readonly errors: unknown[] };
  }
}

const { baseUrl = '/api/norce', ...page } = window.page;
const client = createOrderClient({ baseUrl });
window.kit = { client, errors: [] };

const container = document.body.appendChild(document.getElementById('root') ?? document.createElement('div'));
const element = (
  <StrictMode>
    <Page client={client} {...page} />
  </StrictMode>
);
if (container.hasChildNodes()) {
  hydrateRoot(container, element, { onRecoverableError: (error) => window.kit.errors.push(String(error)) });
} else {
  createRoot(container).render(element);
}
