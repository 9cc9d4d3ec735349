import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Profiler, StrictMode } from 'react';
import { expect, test, vi } from 'vitest';
import type { SandboxOptions } from '@norce-kit/sandbox';
import { holdWrites, setUpOrder } from '../../test/order.tsx';
import { OrderProvider } from '../provider.tsx';
import { useOrderConsent } from './use-order-consent.ts';

function setUp(options: SandboxOptions = {}) {
  const { sandbox, orderId, client, holds, writes } = setUpOrder(options);
  return { sandbox, order: { id: orderId }, client, holds, patches: writes };
}

function Box({ name = 'newsletter', consentId = 'ci_newsletter' }) {
  const consent = useOrderConsent(consentId);
  return (
    <label>
      <input {...consent.getCheckboxProps()} /> {name}
      <output>{consent.saveState}</output>
    </label>
  );
}

test('shows a click at once and has it on the order soon after', async () => {
  const { options, release } = holdWrites();
  const { holds, show } = setUpOrder({}, {}, options);
  show(<Box />);
  const box = screen.getByRole('checkbox', { name: /newsletter/ });
  expect(box).toHaveProperty('checked', false);
  await userEvent.click(box);
  expect(box).toHaveProperty('checked', true);
  expect(holds('ci_newsletter')).toBe(false);
  release();
  await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
  await screen.findByText('saved');
});

test('I2: mounting, StrictMode, refetching and unmounting write nothing', async () => {
  const { order, client, sandbox } = setUp();
  const queryClient = new QueryClient();
  const { unmount } = render(
    <StrictMode>
      <OrderProvider client={client} orderId={order.id} queryClient={queryClient}>
        <Box />
      </OrderProvider>
    </StrictMode>,
  );
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  await act(() => queryClient.refetchQueries());
  unmount();
  expect(sandbox.receipts.list()).toEqual([]);
});

test('RT7: two boxes of one consent always agree and send one ordered stream', async () => {
  const { order, client, holds, patches } = setUp({ latency: 20 });
  render(
    <OrderProvider client={client} orderId={order.id}>
      <Box name="first" />
      <Box name="second" />
    </OrderProvider>,
  );
  const first = screen.getByRole('checkbox', { name: /first/ });
  const second = screen.getByRole('checkbox', { name: /second/ });
  await userEvent.click(first);
  expect(second).toHaveProperty('checked', true);
  await userEvent.click(second);
  expect(first).toHaveProperty('checked', false);
  await waitFor(() => expect(patches()).toHaveLength(2));
  await waitFor(() => expect(patches().map(({ value }) => value)).toEqual([true, false]));
  await waitFor(() => expect(holds('ci_newsletter')).toBe(false));
});

test('RT13: unmounting right after a second click loses neither', async () => {
  const { order, client, holds, patches } = setUp({ latency: 30 });
  const { unmount } = render(
    <OrderProvider client={client} orderId={order.id}>
      <Box />
    </OrderProvider>,
  );
  const box = screen.getByRole('checkbox');
  await userEvent.click(box);
  await userEvent.click(box);
  unmount();
  await waitFor(() => expect(patches()).toHaveLength(2));
  expect(patches().map(({ value }) => value)).toEqual([true, false]);
  await waitFor(() => expect(holds('ci_newsletter')).toBe(false));
});

test('RT14: clearing the query client during a save loses no answer', async () => {
  const { order, client, holds, patches } = setUp({ latency: 30 });
  const queryClient = new QueryClient();
  render(
    <OrderProvider client={client} orderId={order.id} queryClient={queryClient}>
      <Box />
    </OrderProvider>,
  );
  const box = screen.getByRole('checkbox');
  await userEvent.click(box);
  queryClient.clear();
  await userEvent.click(box);
  await waitFor(() => expect(patches()).toHaveLength(2));
  expect(patches().map(({ value }) => value)).toEqual([true, false]);
  await waitFor(() => expect(holds('ci_newsletter')).toBe(false));
});

test("a refused answer shows the order's value and `not-saved`", async () => {
  const { sandbox, order, client } = setUp();
  render(
    <OrderProvider client={client} orderId={order.id}>
      <Box />
    </OrderProvider>,
  );
  sandbox.orders.setStatus(order.id, 'completed');
  const box = screen.getByRole('checkbox');
  await userEvent.click(box);
  await screen.findByText('not-saved');
  expect(box).toHaveProperty('checked', false);
});

test('shows the value of `initialOrder` without a request', () => {
  const { sandbox, order, client } = setUp();
  const initialOrder = sandbox.orders.setChecked(order.id, 'ci_newsletter', true);
  render(
    <OrderProvider client={client} orderId={order.id} initialOrder={initialOrder}>
      <Box />
    </OrderProvider>,
  );
  expect(screen.getByRole('checkbox')).toHaveProperty('checked', true);
});

test('SE10: follows a change made elsewhere, without a write', async () => {
  const { sandbox, order, client } = setUp();
  const queryClient = new QueryClient();
  render(
    <OrderProvider client={client} orderId={order.id} queryClient={queryClient}>
      <Box />
    </OrderProvider>,
  );
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  sandbox.orders.setChecked(order.id, 'ci_newsletter', true);
  await act(() => queryClient.refetchQueries());
  expect(screen.getByRole('checkbox')).toHaveProperty('checked', true);
  expect(sandbox.receipts.list()).toEqual([]);
});

test("the write is in the host's MutationCache and calls its callbacks once", async () => {
  const { order, client } = setUp();
  const onSuccess = vi.fn();
  const queryClient = new QueryClient();
  const statuses: string[] = [];
  queryClient.getMutationCache().subscribe(({ mutation }) => {
    if (mutation !== undefined) statuses.push(mutation.state.status);
  });
  function Button() {
    const { mutate } = useOrderConsent('ci_newsletter');
    return <button onClick={() => mutate(true, { onSuccess })}>agree</button>;
  }
  render(
    <QueryClientProvider client={queryClient}>
      <OrderProvider client={client} orderId={order.id}>
        <Button />
      </OrderProvider>
    </QueryClientProvider>,
  );
  await userEvent.click(screen.getByRole('button'));
  await waitFor(() => expect(onSuccess).toHaveBeenCalledTimes(1));
  expect(statuses).toContain('pending');
  expect(statuses.at(-1)).toBe('success');
});

test('a saved toggle takes two commits: one for the click, one for the save', async () => {
  const { order, client } = setUp({ latency: 20 });
  const onRender = vi.fn();
  const queryClient = new QueryClient();
  const settle = async () => {
    await waitFor(() => expect(queryClient.isFetching() + queryClient.isMutating()).toBe(0));
    await act(() => new Promise((resolve) => setTimeout(resolve, 80)));
  };
  render(
    <OrderProvider client={client} orderId={order.id} queryClient={queryClient}>
      <Profiler id="box" onRender={onRender}>
        <Box />
      </Profiler>
    </OrderProvider>,
  );
  await settle();
  onRender.mockClear();
  await userEvent.click(screen.getByRole('checkbox'));
  await screen.findByText('saved');
  await settle();
  expect(onRender).toHaveBeenCalledTimes(2);
});
