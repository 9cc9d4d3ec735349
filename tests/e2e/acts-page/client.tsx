import { createOrderClient } from '@norce-kit/core';
import { lazy } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { Page } from './page.tsx';

declare global {
  interface Window {
    orderId: string;
    recovered: string[];
  }
}

window.recovered = [];
const client = createOrderClient({ baseUrl: `${location.origin}/api/norce` });
const Late = lazy(() => import('./late-boxes.tsx'));
hydrateRoot(
  document.getElementById('root') as HTMLElement,
  <Page client={client} orderId={window.orderId} Late={Late} />,
  { onRecoverableError: (error) => window.recovered.push(String(error)) },
);
