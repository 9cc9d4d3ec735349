import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Newsletter } from './newsletter';

const root = document.getElementById('root');
const response = await fetch('/order', { method: 'POST' });
const { orderId } = (await response.json()) as { orderId: string };

if (root)
  createRoot(root).render(
    <StrictMode>
      <Newsletter orderId={orderId} />
    </StrictMode>,
  );
