import { createOrderClient } from '@norce-kit/core';
import { createSandbox } from '@norce-kit/sandbox';
import type { OrderInput, SandboxOptions } from '@norce-kit/sandbox';
import { QueryClient } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { RenderResult } from '@testing-library/react';
import { StrictMode } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { OrderProvider } from '@norce-kit/react';

/** An order of one's own on a sandbox, and a page around it. */
export function setUpOrder(options: SandboxOptions = {}, input: OrderInput = {}) {
  const sandbox = createSandbox({ ...options, authenticate: false });
  const { id: orderId } = sandbox.orders.create(input);
  const client = createOrderClient({ baseUrl: 'https://sandbox.invalid', fetch: sandbox.fetch, retry: 0 });
  const queryClient = new QueryClient();
  const page = (children: ReactNode) => (
    <StrictMode>
      <OrderProvider client={client} orderId={orderId} queryClient={queryClient}>
        {children}
      </OrderProvider>
    </StrictMode>
  );
  return {
    sandbox,
    orderId,
    client,
    queryClient,
    page,
    show: (element: ReactElement): RenderResult => render(page(element)),
    /** What the order holds. */
    holds: (consentId: string) =>
      sandbox.orders.get(orderId)?.consents.find(({ id }) => id === consentId)?.checked,
    writes: () => sandbox.receipts.list(),
  };
}
