import { createOrderClient } from '@norce-kit/core';
import type { OrderClientOptions } from '@norce-kit/core';
import { createSandbox } from '@norce-kit/sandbox';
import type { OrderInput, Sandbox, SandboxOptions } from '@norce-kit/sandbox';
import { createOrderHandler } from '@norce-kit/server';
import { QueryClient } from '@tanstack/react-query';
import { act, fireEvent, render, screen } from '@testing-library/react';
import type { RenderResult } from '@testing-library/react';
import { StrictMode } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { vi } from 'vitest';
import { OrderProvider, useOrderConsent } from '@norce-kit/react';
import type { OrderProviderProps } from '@norce-kit/react';

/** Creates an order on a new sandbox, and a page for it. */
export function setUpOrder(
  options: SandboxOptions = {},
  input: OrderInput = {},
  clientOptions: Partial<OrderClientOptions> | ((sandbox: Sandbox) => Partial<OrderClientOptions>) = {},
) {
  const sandbox = createSandbox({ ...options, authenticate: false });
  // A warning for developers appears once per page, so each test has an order of its own.
  const { id: orderId } = sandbox.orders.create({ id: `o_${crypto.randomUUID().slice(0, 8)}`, ...input });
  const client = createOrderClient({
    baseUrl: 'https://sandbox.invalid',
    fetch: sandbox.fetch,
    retry: 0,
    ...(typeof clientOptions === 'function' ? clientOptions(sandbox) : clientOptions),
  });
  const queryClient = new QueryClient();
  const page = (children: ReactNode, props: Partial<OrderProviderProps> = {}) => (
    <StrictMode>
      <OrderProvider client={client} orderId={orderId} queryClient={queryClient} {...props}>
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
    show: (element: ReactElement, props?: Partial<OrderProviderProps>): RenderResult =>
      render(page(element, props)),
    /** Returns the value on the order. */
    holds: (consentId: string) =>
      sandbox.orders.get(orderId)?.consents.find(({ id }) => id === consentId)?.checked,
    writes: () => sandbox.receipts.list(),
    /** The values that arrived for a consent, in their order. */
    values: (consentId: string) =>
      sandbox.receipts.list({ operation: 'patchConsent', consentId }).map(({ value }) => value),
  };
}

/**
 * Client options with which writes wait for `release`, before they reach the sandbox or before the client gets the response.
 *
 * @param options.path Part of the URL of these writes. Defaults to all.
 */
export function holdWrites({
  when = 'before',
  path = '',
}: { when?: 'before' | 'after'; path?: string } = {}) {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const options = (sandbox: Sandbox): Partial<OrderClientOptions> => ({
    // Longer than a test may take.
    timeout: 900_000,
    totalTimeout: 900_000,
    fetch: async (request) => {
      if (request.method === 'GET' || !request.url.includes(path)) return sandbox.fetch(request);
      if (when === 'before') await released;
      const response = await sandbox.fetch(request);
      await released;
      return response;
    },
  });
  return { options, release };
}

/** Options of a client that reaches the sandbox through a handler with named validations. */
export function throughHandler(sandbox: Sandbox): Partial<OrderClientOptions> {
  const upstream = { apiKey: 'sandbox-key', merchant: 'acme', channel: 'acme-se', fetch: sandbox.fetch };
  const url = 'https://checks.example/{order_id}';
  const handler = createOrderHandler({
    upstream: { baseUrl: 'https://sandbox.invalid', ...upstream },
    authorize: () => true,
    allowMissingOrigin: true,
    attributes: ['note'],
    validations: { stock: { adapterId: 'stock_adapter', url }, credit: { adapterId: 'credit_adapter', url } },
  });
  return { baseUrl: 'https://shop.example/api/norce', fetch: handler };
}

/** A box of an own interface that shows its save state. */
export function Box({ consentId = 'ci_newsletter', name = 'newsletter' }): ReactElement {
  const consent = useOrderConsent(consentId);
  return (
    <p>
      <label>
        <input {...consent.getCheckboxProps()} /> {name}
      </label>
      <output aria-label={`${name} state`}>{consent.saveState}</output>
      <button type="button" onClick={consent.retry}>
        {name} again
      </button>
    </p>
  );
}

export const box = (name = 'newsletter') => screen.getByRole<HTMLInputElement>('checkbox', { name });
export const state = (name = 'newsletter') =>
  screen.getByRole('status', { name: `${name} state` }).textContent;
export const click = (name = 'newsletter') => fireEvent.click(box(name));

/** Advances the fake clock and flushes what it triggers. */
export const pass = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds));
