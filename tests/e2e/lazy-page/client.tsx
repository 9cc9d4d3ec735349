import { createOrderClient } from '@norce-kit/react/lazy';
import { StrictMode } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { Page } from './page.tsx';
import type { PageProps } from './page.tsx';

/** The data that the server wrote into the page, and what its first script notes. */
export interface LazyWindow {
  readonly page: Omit<PageProps, 'client'>;
  readonly errors: string[];
}

const { page, errors } = window as object as LazyWindow;
const client = createOrderClient({ baseUrl: '/api/norce' });
const container = document.getElementById('root') as HTMLElement;
const element = (
  <StrictMode>
    <Page client={client} {...page} />
  </StrictMode>
);
if (container.hasChildNodes()) {
  hydrateRoot(container, element, { onRecoverableError: (error) => errors.push(String(error)) });
} else {
  createRoot(container).render(element);
}
