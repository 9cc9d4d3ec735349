import { QueryClient, dehydrate, hydrate } from '@tanstack/react-query';
import { act, screen } from '@testing-library/react';
import { Component, Suspense } from 'react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Box, box, click, pass, setUpOrder, state } from '../test/order.tsx';
import { useOrder } from './hooks/use-order.ts';
import { useOrderConsent } from './hooks/use-order-consent.ts';
import { useOrderConsents } from './hooks/use-order-consents.ts';
import { orderQueryKey } from './order/order-query.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Every consent of the order, as an interface shows it that does not know them beforehand. */
function List() {
  const { consents = [] } = useOrderConsents();
  return consents.map(({ id, text }) => <Box key={id} consentId={id} name={text ?? id} />);
}

function Facts({ consentId = 'ci_newsletter' }) {
  const { isOnOrder, isError, error, text, checked, desired } = useOrderConsent(consentId);
  return (
    <output aria-label="facts">
      {JSON.stringify({ isOnOrder, isError, kind: error?.kind, text, checked, desired })}
    </output>
  );
}
const facts = () => JSON.parse(screen.getByRole('status', { name: 'facts' }).textContent) as object;

test('SE5: an answer to a removed consent is sent once, ends as not saved, and the box shows that it is gone', async () => {
  const { sandbox, orderId, show, values } = setUpOrder({}, {}, { retry: 2 });
  show(
    <>
      <Box />
      <Facts />
    </>,
  );
  await pass(100);
  sandbox.orders.update(orderId, { consents: [{ id: 'ci_terms', text: 'Terms' }] });
  click();
  await pass(5_000);
  expect(state()).toBe('not-saved');
  expect(facts()).toMatchObject({ isOnOrder: false, isError: true, kind: 'not-found', checked: false });
  expect(values('ci_newsletter')).toEqual([true]);
});

test('SE6: a refused answer is not repeated, and its reason stays with the developer', async () => {
  const { sandbox, show, values } = setUpOrder({}, {}, { retry: 2 });
  show(
    <>
      <Box />
      <Facts />
    </>,
  );
  await pass(100);
  const body = { code: 'order-bad-request', message: 'Consent is locked.' };
  sandbox.faults.add({ kind: 'status', status: 400, body, operation: 'patchConsent' });
  click();
  await pass(5_000);
  expect(values('ci_newsletter')).toEqual([true]);
  expect([state(), box().checked]).toEqual(['not-saved', false]);
  expect(facts()).toMatchObject({ kind: 'invalid' });
  expect(document.body.textContent).not.toContain('locked');
});

for (const status of [409, 412, 423]) {
  test(`SE7: after a ${status} the box shows the order's latest value, and repeats nothing`, async () => {
    const { sandbox, orderId, show, values } = setUpOrder({}, {}, { retry: 2 });
    show(<Box />);
    await pass(100);
    click();
    await pass(1_000);
    sandbox.faults.add({ kind: 'status', status, operation: 'patchConsent' });
    click();
    await pass(5_000);
    expect(values('ci_newsletter')).toEqual([true, false]);
    expect([state(), box().checked]).toEqual(['not-saved', true]);
    sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
  });
}

test('SE10: a change made elsewhere shows after the next read, without a write, with one event', async () => {
  const { sandbox, orderId, show, queryClient, writes } = setUpOrder();
  const onEvent = vi.fn();
  show(<Box />, { onEvent });
  await pass(100);
  sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
  await act(() => queryClient.refetchQueries());
  await pass(100);
  expect(box().checked).toBe(true);
  expect(writes()).toEqual([]);
  expect(onEvent.mock.calls).toEqual([
    [{ type: 'consent-changed', orderId, consentId: 'ci_newsletter', checked: true }],
  ]);
});

test('SE11: unknown fields and invalid texts are ignored', async () => {
  const { sandbox, orderId, show } = setUpOrder();
  sandbox.orders.update(orderId, {
    consents: [
      { id: 'ci_newsletter', text: null, checked: null, required: 'yes', colour: 'red', nested: { a: [1] } },
      { text: 'nameless' },
      { id: 'ci_newsletter', text: 'twice' },
    ],
    surprise: [[]],
  });
  show(
    <>
      <Facts />
      <List />
    </>,
  );
  await pass(100);
  expect(facts()).toMatchObject({ isOnOrder: true, checked: false });
  expect(facts()).not.toHaveProperty('text');
  expect(screen.getAllByRole('checkbox', { name: 'ci_newsletter' })).toHaveLength(1);
});

test('SE12: the focus stays with its consent when the order lists them the other way round', async () => {
  const { sandbox, orderId, show, queryClient } = setUpOrder(
    {},
    {
      consents: [
        { id: 'a', text: 'Apples' },
        { id: 'b', text: 'Berries' },
      ],
    },
  );
  show(<List />);
  await pass(100);
  const berries = box('Berries');
  berries.focus();
  sandbox.orders.update(orderId, ({ consents }) => ({ consents: [...consents].reverse() }));
  await act(() => queryClient.refetchQueries());
  await pass(100);
  expect(screen.getAllByRole('checkbox')[0]).toBe(berries);
  expect(document.activeElement).toBe(berries);
});

test('SE13: a consent without a value is shown without a tick, and nothing is written for it', async () => {
  const { sandbox, orderId, show, writes } = setUpOrder();
  sandbox.orders.update(orderId, { consents: [{ id: 'ci_newsletter', text: 'News' }] });
  show(<Box />);
  expect(box().checked).toBe(false);
  await pass(1_000);
  expect(box().checked).toBe(false);
  expect(writes()).toEqual([]);
});

test("MT5: a click after the order was placed elsewhere ends with the order's value", async () => {
  const { sandbox, orderId, show } = setUpOrder();
  show(<Box />);
  await pass(100);
  sandbox.orders.setStatus(orderId, 'completed');
  click();
  await pass(1_000);
  expect([state(), box().checked]).toEqual(['not-saved', false]);
});

test('SH7: an answer and its end survive a section that suspends during the save', async () => {
  const { show, page, holds } = setUpOrder({ latency: 300 });
  let finish: () => void = () => undefined;
  const loading = { isOver: false, promise: new Promise<void>((resolve) => (finish = resolve)) };
  function Section({ until }: { until?: typeof loading }) {
    // oxlint-disable-next-line typescript/only-throw-error -- how a section suspends in React 18 and 19
    if (until?.isOver === false) throw until.promise;
    return <Box />;
  }
  const section = (until?: typeof loading) => (
    <Suspense fallback="loading">
      <Section {...(until && { until })} />
    </Suspense>
  );
  const { rerender } = show(section());
  await pass(1_000);
  click();
  rerender(page(section(loading)));
  expect(screen.getByText('loading')).toBeTruthy();
  await pass(1_000);
  expect(holds('ci_newsletter')).toBe(true);
  loading.isOver = true;
  finish();
  await pass(100);
  expect([box().checked, state()]).toEqual([true, 'saved']);
});

test('SH8: a consent that throws takes down neither the others nor the order', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const ignore = (event: Event) => event.preventDefault();
  window.addEventListener('error', ignore);
  class Boundary extends Component<{ children: ReactNode }> {
    override state = { isBroken: false };
    static getDerivedStateFromError() {
      return { isBroken: true };
    }
    override render() {
      return this.state.isBroken ? 'This consent cannot be shown.' : this.props.children;
    }
  }
  function Broken(): ReactNode {
    useOrderConsent('ci_terms');
    throw new Error('bad text');
  }
  const { show, holds } = setUpOrder();
  show(
    <>
      <Boundary>
        <Broken />
      </Boundary>
      <Box />
    </>,
  );
  await pass(100);
  expect(screen.getByText('This consent cannot be shown.')).toBeTruthy();
  click();
  await pass(100);
  expect([state(), holds('ci_newsletter')]).toEqual(['saved', true]);
  window.removeEventListener('error', ignore);
});

test('MT3: a read that arrives during a save of one consent still brings the change of another', async () => {
  const { sandbox, orderId, show, holds, queryClient } = setUpOrder();
  show(
    <>
      <Box />
      <Box consentId="ci_terms" name="terms" />
    </>,
  );
  await pass(100);
  sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 1_000 });
  click();
  sandbox.orders.setChecked(orderId, 'ci_terms', true);
  await act(() => queryClient.refetchQueries());
  await pass(100);
  expect([box().checked, box('terms').checked]).toEqual([true, true]);
  await pass(2_000);
  expect([box().checked, box('terms').checked]).toEqual([true, true]);
  expect([holds('ci_newsletter'), holds('ci_terms')]).toEqual([true, true]);
});

test('an order the host hydrates later than its own reads is looked at once more, and shown', async () => {
  const { sandbox, orderId, client, show, queryClient } = setUpOrder();
  show(<Box />);
  await pass(100);
  sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
  const elsewhere = new QueryClient();
  elsewhere.setQueryData(orderQueryKey(orderId), await client.getOrder(orderId));
  await pass(10);
  act(() => hydrate(queryClient, dehydrate(elsewhere)));
  await pass(100);
  expect(box().checked).toBe(true);
});

test('an order that is put into the cache between the first render and its effects is not overlooked', async () => {
  const { sandbox, orderId, show, queryClient } = setUpOrder({ latency: 60_000 });
  const order = sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
  const put = vi.fn(() => void queryClient.setQueryData(orderQueryKey(orderId), order));
  const once = () => {
    if (put.mock.calls.length === 0) put();
  };
  show(
    <>
      <Box />
      <span ref={once} />
    </>,
  );
  await pass(10);
  expect(box().checked).toBe(true);
});

test('I3: an answer given before the page turned to another order stays with the order it was given on', async () => {
  const { sandbox, orderId, show, page, holds, queryClient } = setUpOrder({ latency: 300 });
  const { id: other } = sandbox.orders.create();
  const { rerender } = show(<Box />);
  await pass(1_000);
  click();
  rerender(page(<Box />, { orderId: other }));
  expect(box().checked).toBe(false);
  await pass(2_000);
  expect([box().checked, state()]).toEqual([false, 'idle']);
  expect(holds('ci_newsletter')).toBe(true);
  expect(sandbox.orders.get(other)?.consents[0]?.checked).toBe(false);
  rerender(page(<Box />, { orderId }));
  expect([box().checked, state()]).toEqual([true, 'saved']);
  expect(queryClient.getMutationCache().getAll()).toHaveLength(1);
});

test('the first order of a page is not taken for another order, nor for news after the cache was emptied', async () => {
  const { sandbox, orderId, show, page, queryClient } = setUpOrder({ latency: 50 });
  const initialOrder = sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
  const { id: other } = sandbox.orders.create();
  function Shown() {
    const { data } = useOrder();
    return (
      <>
        <Box />
        <output aria-label="read">{String(data?.consents?.[0]?.checked)}</output>
      </>
    );
  }
  const { rerender } = show(<Shown />, { initialOrder });
  expect(box().checked).toBe(true);
  rerender(page(<Shown />, { initialOrder, orderId: other }));
  expect(box().checked).toBe(false);
  await pass(500);
  rerender(page(<Shown />, { initialOrder, orderId }));
  sandbox.orders.setChecked(orderId, 'ci_newsletter', false);
  await pass(500);
  act(() => queryClient.clear());
  rerender(page(<Shown />, { initialOrder, orderId }));
  await pass(500);
  expect(screen.getByRole('status', { name: 'read' }).textContent).toBe('false');
  expect(box().checked).toBe(false);
});

test('NV9: a page with an old order shows the current one soon after', async () => {
  const { sandbox, orderId, show, writes } = setUpOrder();
  const initialOrder = sandbox.orders.get(orderId);
  if (initialOrder === undefined) throw new Error('There is no order.');
  sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
  show(<Box />, { initialOrder });
  expect(box().checked).toBe(false);
  await pass(100);
  expect(box().checked).toBe(true);
  expect(writes()).toEqual([]);
});

test('resetting a form shows the answer, not the first value', async () => {
  const { show, holds } = setUpOrder();
  show(
    <form aria-label="checkout">
      <Box />
    </form>,
  );
  click();
  screen.getByRole<HTMLFormElement>('form', { name: 'checkout' }).reset();
  expect(box().checked).toBe(true);
  await pass(1_000);
  expect(holds('ci_newsletter')).toBe(true);
  screen.getByRole<HTMLFormElement>('form', { name: 'checkout' }).reset();
  expect(box().checked).toBe(true);
});
