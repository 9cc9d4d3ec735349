import { QueryClient, QueryClientProvider, dehydrate, HydrationBoundary } from '@tanstack/react-query';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { Profiler, StrictMode, useEffect, useState } from 'react';
import type { DehydratedState } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import { arrive, hydrate, onServer } from '../test/hydration.tsx';
import { Box, box, setUpOrder, state } from '../test/order.tsx';
import { answersOf } from './client/answers.ts';
import { NewsletterConsent } from './components/newsletter-consent.tsx';
import { useConsentGate } from './hooks/use-consent-gate.ts';
import { useOrder } from './hooks/use-order.ts';
import { useOrderActivity } from './hooks/use-order-activity.ts';
import { useOrderConsents } from './hooks/use-order-consents.ts';
import { orderQueryOptions } from './order/order-query.ts';
import { OrderProvider } from './provider.tsx';

/** Hydrates a page. Returns the errors that React recovered from. */
const takeOver = async (container: HTMLElement, element: ReactElement) =>
  (await hydrate(container, element)).errors;

function Page() {
  const { consents = [] } = useOrderConsents();
  const { ready } = useConsentGate();
  const { isWriting } = useOrderActivity();
  const { data } = useOrder();
  return (
    <>
      <Box />
      <NewsletterConsent consentId="ci_newsletter" />
      {consents.map(({ id, checked }) => (
        <i key={id}>{`${id} ${String(checked)}`}</i>
      ))}
      <b>{`${String(ready)} ${String(isWriting)} ${String(data?.id)}`}</b>
    </>
  );
}

test("SH4: hydrates the server's HTML without a difference and without a write", async () => {
  // A newsletter that comes ticked is worth a warning, which has a test of its own.
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const { sandbox, orderId, client, writes } = setUpOrder();
  const initialOrder = sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
  const page = (
    <StrictMode>
      <OrderProvider client={client} orderId={orderId} initialOrder={initialOrder}>
        <Page />
      </OrderProvider>
    </StrictMode>
  );
  const container = arrive(await onServer(() => renderToString(page)));
  expect(screen.getAllByRole('checkbox').map((input) => (input as HTMLInputElement).checked)).toEqual([
    true,
    true,
  ]);
  expect(container.textContent).toContain('ci_newsletter true');
  expect(await takeOver(container, page)).toEqual([]);
  await waitFor(() => expect(container.textContent).toContain(`false false ${orderId}`));
  expect(box().checked).toBe(true);
  expect(writes()).toEqual([]);
  warn.mockRestore();
});

test('SH4: an order that TanStack dehydrated is in the HTML, is taken over, and is read again on opening', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const { orderId, client, sandbox } = setUpOrder();
  sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
  const cache = new QueryClient();
  await cache.query(orderQueryOptions(client, orderId));
  const state = JSON.parse(JSON.stringify(dehydrate(cache))) as DehydratedState;
  const read = vi.fn(client.getOrder);
  const page = (queryClient: QueryClient) => (
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <HydrationBoundary state={state}>
          <OrderProvider client={{ ...client, getOrder: read }} orderId={orderId}>
            <Page />
          </OrderProvider>
        </HydrationBoundary>
      </QueryClientProvider>
    </StrictMode>
  );
  const container = arrive(await onServer(() => renderToString(page(new QueryClient()))));
  expect(container.textContent).toContain('ci_newsletter true');
  expect(await takeOver(container, page(new QueryClient()))).toEqual([]);
  expect(box().checked).toBe(true);
  expect(read).toHaveBeenCalledTimes(1);
  warn.mockRestore();
});

test('SH4: a page without an order in its HTML fills in when it has read one', async () => {
  const { sandbox, orderId, client } = setUpOrder();
  sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
  const page = (
    <StrictMode>
      <OrderProvider client={client} orderId={orderId}>
        <Page />
      </OrderProvider>
    </StrictMode>
  );
  const container = arrive(await onServer(() => renderToString(page)));
  expect(await takeOver(container, page)).toEqual([]);
  await waitFor(() => expect(box().checked).toBe(true));
  expect(container.textContent).toContain('ci_terms false');
});

test('a box that React takes over, or mounts with its order at hand, renders once', async () => {
  const { sandbox, orderId, client } = setUpOrder();
  const initialOrder = sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
  const onRender = vi.fn();
  const page = (
    <OrderProvider client={client} orderId={orderId} initialOrder={initialOrder}>
      <Profiler id="box" onRender={onRender}>
        <Box />
      </Profiler>
    </OrderProvider>
  );
  const settle = () => act(() => new Promise((resolve) => setTimeout(resolve, 50)));
  const container = arrive(await onServer(() => renderToString(page)));
  const { root, errors } = await hydrate(container, page);
  expect(errors).toEqual([]);
  await settle();
  expect(onRender).toHaveBeenCalledTimes(1);
  act(() => root.render(<section>{page}</section>));
  await settle();
  expect(onRender).toHaveBeenCalledTimes(2);
});

for (const [name, Wrapper] of [
  ['SH1: a tick', ({ children }: { children: ReactElement }) => children],
  ['SH2: a tick before a page that renders twice', ParentThatRendersAgain],
] as const) {
  for (const isTicked of [false, true]) {
    test(`${name}, made before React takes over a ${isTicked ? 'ticked' : 'plain'} box, is an answer and shows as one`, async () => {
      const { sandbox, orderId, client, holds, values } = setUpOrder();
      const initialOrder = sandbox.orders.setChecked(orderId, 'ci_newsletter', isTicked);
      const page = (
        <StrictMode>
          <OrderProvider client={client} orderId={orderId} initialOrder={initialOrder}>
            <Wrapper>
              <>
                <Box name="first" />
                <Box name="second" />
                <Box name="terms" consentId="ci_terms" />
              </>
            </Wrapper>
          </OrderProvider>
        </StrictMode>
      );
      const container = arrive(await onServer(() => renderToString(page)));
      fireEvent.click(box('first'));
      expect(box('first').checked).toBe(!isTicked);
      expect(await takeOver(container, page)).toEqual([]);
      await waitFor(() => expect(state('first')).toBe('saved'));
      expect([box('first').checked, box('second').checked, box('terms').checked]).toEqual([
        !isTicked,
        !isTicked,
        false,
      ]);
      expect(values('ci_newsletter')).toEqual([!isTicked]);
      expect([holds('ci_newsletter'), holds('ci_terms')]).toEqual([!isTicked, false]);
    });
  }
}

function ParentThatRendersAgain({ children }: { children: ReactElement }) {
  const [count, setCount] = useState(0);
  // oxlint-disable-next-line react/set-state-in-effect -- what such parents do
  useEffect(() => setCount(1), []);
  return <section data-count={count}>{children}</section>;
}

test('a tick made before React takes over is saved also where the order was not in the HTML', async () => {
  const { orderId, client, holds, values } = setUpOrder({ latency: 20 });
  const page = (
    <StrictMode>
      <OrderProvider client={client} orderId={orderId}>
        <NewsletterConsent consentId="ci_newsletter" />
      </OrderProvider>
    </StrictMode>
  );
  const container = arrive(await onServer(() => renderToString(page)));
  const input = screen.getByRole<HTMLInputElement>('checkbox');
  fireEvent.click(input);
  expect(await takeOver(container, page)).toEqual([]);
  await screen.findByText('Saved');
  expect(input.checked).toBe(true);
  expect(values('ci_newsletter')).toEqual([true]);
  expect(holds('ci_newsletter')).toBe(true);
});

test('a tick that was taken back before React takes over is no answer', async () => {
  const { orderId, client, writes, sandbox } = setUpOrder();
  const initialOrder = sandbox.orders.get(orderId);
  if (initialOrder === undefined) throw new Error('There is no order.');
  const page = (
    <OrderProvider client={client} orderId={orderId} initialOrder={initialOrder}>
      <Box />
    </OrderProvider>
  );
  const container = arrive(await onServer(() => renderToString(page)));
  fireEvent.click(box());
  fireEvent.click(box());
  expect(await takeOver(container, page)).toEqual([]);
  expect(box().checked).toBe(false);
  expect(writes()).toEqual([]);
});

test('SH10: two shoppers that are rendered at the same time see nothing of each other', async () => {
  const { sandbox, orderId: first, client } = setUpOrder();
  const { id: second } = sandbox.orders.create();
  sandbox.orders.setChecked(first, 'ci_newsletter', true);
  const serve = async (orderId: string) => {
    const queryClient = new QueryClient();
    const initialOrder = await queryClient.query(orderQueryOptions(client, orderId));
    return renderToString(
      <OrderProvider client={client} orderId={orderId} initialOrder={initialOrder}>
        <Page />
      </OrderProvider>,
    );
  };
  const [one, two] = await onServer(() => Promise.all([serve(first), serve(second)]));
  expect(one).toContain('ci_newsletter true');
  expect(two).toContain('ci_newsletter false');
  expect(one).not.toContain(second);
  expect(two).not.toContain(first);
  // The register of a server would be that of all shoppers.
  expect(answersOf(client).get(first, 'ci_newsletter').checked).toBe(undefined);
});
