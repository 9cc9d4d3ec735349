import { createOrderClient } from '@norce-kit/core';
import type { OrderClient } from '@norce-kit/core';
import { StrictMode } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { Page } from './page.tsx';
import type { PageProps } from './page.tsx';

declare global {
  interface Window {
    /** The data that the server wrote into the page. */
    page: Omit<PageProps, 'client'> & { readonly baseUrl?: string };
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
