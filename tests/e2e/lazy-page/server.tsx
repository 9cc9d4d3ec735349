import { createOrderClient } from '@norce-kit/react/lazy';
import { StrictMode } from 'react';
// React's edge build needs no Node modules, so that the bundle runs from any path.
import { renderToString } from 'react-dom/server.browser';
import { Page } from './page.tsx';
import type { PageProps } from './page.tsx';

/** Renders the page on the server. */
export function renderPage(props: Omit<PageProps, 'client'>): string {
  const client = createOrderClient({ baseUrl: '/api/norce' });
  return renderToString(
    <StrictMode>
      <Page client={client} {...props} />
    </StrictMode>,
  );
}
