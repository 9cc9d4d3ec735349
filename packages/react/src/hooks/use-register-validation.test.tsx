import { OrderApiError } from '@norce-kit/core';
import { createOrderAdmin } from '@norce-kit/core/admin';
import type { OrderAdmin } from '@norce-kit/core/admin';
import { createSandbox } from '@norce-kit/sandbox';
import { QueryClient } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import { StrictMode, useEffect } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pass, setUpOrder, throughHandler } from '../../test/order.tsx';
import { orderQueryKey } from '../order/order-query.ts';
import { OrderProvider } from '../provider.tsx';
import { useOrder } from './use-order.ts';
import { useRegisterValidation } from './use-register-validation.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function Stock({ name = 'stock' }) {
  const { mutate, status, error, id, remove } = useRegisterValidation();
  useEffect(() => mutate({ name }), [mutate, name]);
  return (
    <>
      <output>{[status, error?.kind, id].filter(Boolean).join(' ')}</output>
      <button onClick={() => mutate({ name })}>again</button>
      {remove && 'removable'}
    </>
  );
}
const states = () => screen.getAllByRole('status').map(({ textContent }) => textContent);

test('SH5, VA1: three components under StrictMode register a validation once, and learn its id', async () => {
  const { show, sandbox, orderId, writes } = setUpOrder({ latency: 10 }, {}, throughHandler);
  const onEvent = vi.fn();
  show(
    <>
      <Stock />
      <Stock />
      <Stock />
    </>,
    { onEvent },
  );
  await pass(500);
  const [registered, ...others] = sandbox.orders.get(orderId)?.validations ?? [];
  expect(others).toEqual([]);
  expect(states()).toEqual(Array(3).fill(`success ${registered?.id}`));
  expect(writes().map(({ operation }) => operation)).toEqual(['createValidation']);
  expect(onEvent.mock.calls).toEqual([[{ type: 'validation-registered', orderId, validation: 'stock' }]]);
  expect(document.body.textContent).not.toContain('removable');
});

test('VA1: two validations, and two orders, are registered once each', async () => {
  const { show, page, sandbox, orderId } = setUpOrder({}, {}, throughHandler);
  const { id: other } = sandbox.orders.create();
  const both = (
    <>
      <Stock />
      <Stock name="credit" />
    </>
  );
  const { rerender } = show(both);
  await pass(100);
  rerender(page(<div key="other">{both}</div>, { orderId: other }));
  await pass(100);
  rerender(page(<div key="first">{both}</div>));
  await pass(100);
  const names = (id: string) => sandbox.orders.get(id)?.validations.map(({ adapterId }) => adapterId);
  expect([names(orderId), names(other)]).toEqual([
    ['stock_adapter', 'credit_adapter'],
    ['stock_adapter', 'credit_adapter'],
  ]);
});

test('VA1: a component that stays while the page turns to another order registers its validation there too', async () => {
  const { show, page, sandbox, orderId } = setUpOrder({}, {}, throughHandler);
  const { id: other } = sandbox.orders.create();
  const { rerender } = show(<Stock />);
  await pass(100);
  rerender(page(<Stock />, { orderId: other }));
  await pass(2_000);
  const [registered, ...more] = sandbox.orders.get(other)?.validations ?? [];
  expect(more).toEqual([]);
  expect(states()).toEqual([`success ${registered?.id}`]);
  expect(sandbox.orders.get(orderId)?.validations).toHaveLength(1);
});

test('VA1: a validation that the order already has is not registered again', async () => {
  const { show, client, orderId, writes } = setUpOrder({}, {}, throughHandler);
  await client.registerValidation(orderId, { name: 'stock' });
  const onEvent = vi.fn();
  show(<Stock />, { onEvent });
  await pass(100);
  expect(states()[0]).toMatch(/^success oc/);
  expect(writes()).toHaveLength(1);
  expect(onEvent).not.toHaveBeenCalled();
});

/** Puts the order into the cache as it is now, as a loader or a persister of a host does. */
async function cacheOrder({ client, orderId, queryClient }: ReturnType<typeof setUpOrder>) {
  queryClient.setQueryData(orderQueryKey(orderId), await client.getOrder(orderId));
}

test('VA1: an order of the host that lacks the validation does not lead to a second registration', async () => {
  const page = setUpOrder({}, {}, throughHandler);
  await cacheOrder(page);
  await page.client.registerValidation(page.orderId, { name: 'stock' });
  page.show(<Stock />);
  await pass(100);
  expect(states()[0]).toMatch(/^success oc/);
  expect(page.sandbox.orders.get(page.orderId)?.validations).toHaveLength(1);
});

test('VA1: a validation that an order of the host still has, and the order does not, is registered', async () => {
  const page = setUpOrder({}, {}, throughHandler);
  await page.client.registerValidation(page.orderId, { name: 'stock' });
  await cacheOrder(page);
  page.sandbox.orders.update(page.orderId, { validations: [] });
  page.show(<Stock />);
  await pass(100);
  const [registered] = page.sandbox.orders.get(page.orderId)?.validations ?? [];
  expect(registered).toMatchObject({ adapterId: 'stock_adapter' });
  expect(states()).toEqual([`success ${registered?.id}`]);
});

test.each([
  ['cancels its reads', (queryClient: QueryClient) => void queryClient.cancelQueries()],
  ['clears its cache', (queryClient: QueryClient) => queryClient.clear()],
])('VA1: a host that %s does not prevent a registration', async (_, disturb) => {
  const { show, sandbox, orderId, queryClient } = setUpOrder({ latency: 100 }, {}, throughHandler);
  show(<Stock />);
  await pass(50);
  act(() => disturb(queryClient));
  await pass(3_000);
  expect(sandbox.orders.get(orderId)?.validations).toHaveLength(1);
  expect(states()[0]).toMatch(/^success/);
});

test('VA1: where the order cannot be read nothing is registered', async () => {
  const { show, sandbox, writes } = setUpOrder();
  sandbox.faults.add({ kind: 'status', status: 403, operation: 'getOrder' });
  show(<Stock />);
  await pass(100);
  expect(states()).toEqual(['error forbidden']);
  expect(writes()).toEqual([]);
});

test('VA2: a registration whose answer was lost is found in the order, not sent blindly again', async () => {
  const { show, sandbox, orderId, writes } = setUpOrder({}, {}, (sandbox) => ({
    ...throughHandler(sandbox),
    retry: 2,
  }));
  sandbox.faults.add({ kind: 'apply-then-drop', operation: 'createValidation' });
  show(<Stock />);
  await pass(10_000);
  expect(states()[0]).toMatch(/^success oc/);
  expect(writes()).toHaveLength(1);
  expect(sandbox.orders.get(orderId)?.validations).toHaveLength(1);
});

test('VA2: a retry after a lost response reads the order first', async () => {
  const { show, client, sandbox, orderId, writes } = setUpOrder({}, {}, throughHandler);
  const lost = new OrderApiError({
    kind: 'timeout',
    operation: 'createValidation',
    outcome: 'unknown',
    reason: 'told by the test',
  });
  const registerValidation = async (id: string, validation: { name: string }) => {
    await client.registerValidation(id, validation);
    throw lost;
  };
  show(<Stock />, { client: { ...client, registerValidation } });
  await pass(100);
  expect(states()).toEqual(['error timeout']);
  act(() => screen.getByRole('button').click());
  await pass(100);
  expect(states()[0]).toMatch(/^success oc/);
  expect(writes()).toHaveLength(1);
  expect(sandbox.orders.get(orderId)?.validations).toHaveLength(1);
});

test('VA3: without the right to register, the error shows why, nothing is repeated, and the order is read', async () => {
  const { show, writes } = setUpOrder({ unknowns: { validationRights: 'denied' } }, {}, { retry: 2 });
  function Page() {
    const { data } = useOrder();
    return <p>{data && 'the order is there'}</p>;
  }
  show(
    <>
      <Stock />
      <Page />
    </>,
  );
  await pass(10_000);
  expect(states()).toEqual(['error forbidden']);
  expect(writes()).toHaveLength(1);
  expect(screen.getByText('the order is there')).toBeTruthy();
});

/** A client with the key, as an interface of the staff has it. */
function createTrusted() {
  const sandbox = createSandbox();
  const { id: orderId } = sandbox.orders.create();
  vi.stubGlobal('window', undefined);
  const admin: OrderAdmin = createOrderAdmin({
    baseUrl: 'https://sandbox.invalid',
    apiKey: 'sandbox-key',
    merchant: 'acme',
    channel: 'acme-se',
    fetch: sandbox.fetch,
  });
  vi.unstubAllGlobals();
  return { sandbox, orderId, admin };
}

test('VA1: a validation whose address the order has with its id filled in is not registered again', async () => {
  const { sandbox, orderId, admin } = createTrusted();
  const url = 'https://shop.example/stock/{order_id}';
  const known = { id: 'v', adapterId: 'stock_adapter', url: `https://shop.example/stock/${orderId}` };
  sandbox.orders.update(orderId, { validations: [known] });
  function Panel() {
    const { mutate, status, id } = useRegisterValidation<{ adapterId: string; url: string }>();
    useEffect(() => mutate({ adapterId: 'stock_adapter', url }), [mutate]);
    return <output>{`${status} ${id}`}</output>;
  }
  render(
    <OrderProvider client={admin} orderId={orderId} queryClient={new QueryClient()}>
      <Panel />
    </OrderProvider>,
  );
  await pass(100);
  expect(states()).toEqual(['success v']);
  expect(sandbox.orders.get(orderId)?.validations).toEqual([known]);
});

test('a trusted client registers by adapter and address, and takes it off again', async () => {
  const { sandbox, orderId, admin } = createTrusted();
  const validation = { adapterId: 'stock_adapter', url: 'https://shop.example/stock/{order_id}' };
  function Panel() {
    const { mutate, status, remove } = useRegisterValidation<typeof validation>();
    return (
      <>
        <output>{status}</output>
        <button onClick={() => mutate(validation)}>register</button>
        <button onClick={() => void remove?.()}>{remove ? 'remove' : 'cannot remove'}</button>
      </>
    );
  }
  render(
    <StrictMode>
      <OrderProvider client={admin} orderId={orderId} queryClient={new QueryClient()}>
        <Panel />
        <Panel />
      </OrderProvider>
    </StrictMode>,
  );
  const press = async (name: string) => {
    act(() => screen.getAllByRole('button', { name })[0]?.click());
    await pass(100);
  };
  await pass(100);
  await press('register');
  expect(sandbox.orders.get(orderId)?.validations).toMatchObject([validation]);
  await press('register');
  expect(sandbox.orders.get(orderId)?.validations).toHaveLength(1);
  await press('remove');
  expect(sandbox.orders.get(orderId)?.validations).toEqual([]);
  expect(states()).toEqual(['idle', 'idle']);
  await press('register');
  expect(sandbox.orders.get(orderId)?.validations).toMatchObject([validation]);
});
