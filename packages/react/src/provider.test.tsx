import { createOrderClient } from '@norce-kit/core';
import {
  QueryClient,
  QueryClientProvider,
  focusManager,
  useIsMutating,
  useQueryClient,
} from '@tanstack/react-query';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { StrictMode } from 'react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Box, box, click, pass, setUpOrder, state } from '../test/order.tsx';
import { expectRenderError } from '../test/render-error.ts';
import { NewsletterConsent } from './components/newsletter-consent.tsx';
import type { OrderEvent } from './client/events.ts';
import { useConsentGate } from './hooks/use-consent-gate.ts';
import { useOrder } from './hooks/use-order.ts';
import { useOrderActivity } from './hooks/use-order-activity.ts';
import { useOrderConsent } from './hooks/use-order-consent.ts';
import { useOrderConsents } from './hooks/use-order-consents.ts';
import { usePatchAttributes } from './hooks/use-patch-attributes.ts';
import { useRegisterValidation } from './hooks/use-register-validation.ts';
import { useValidateOrder } from './hooks/use-validate-order.ts';
import { OrderProvider } from './provider.tsx';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** The focus comes back to the page. */
function focus() {
  act(() => focusManager.setFocused(false));
  act(() => focusManager.setFocused(true));
  focusManager.setFocused(undefined);
}

for (const [what, wrap] of [
  ['one of its own', (page: ReactNode) => page],
  [
    'that of the host',
    (page: ReactNode) => <QueryClientProvider client={new QueryClient()}>{page}</QueryClientProvider>,
  ],
] as const) {
  test(`works with a QueryClient, ${what}, saves, and looks at the order when the page gets the focus`, async () => {
    const { sandbox, client, orderId, holds } = setUpOrder();
    const element = (
      <OrderProvider client={client} orderId={orderId}>
        <Box />
      </OrderProvider>
    );
    render(<StrictMode>{wrap(element)}</StrictMode>);
    await pass(100);
    click();
    await pass(100);
    expect([box().checked, state(), holds('ci_newsletter')]).toEqual([true, 'saved', true]);
    sandbox.orders.setChecked(orderId, 'ci_newsletter', false);
    focus();
    await pass(100);
    expect(box().checked).toBe(false);
  });
}

test("a QueryClient prop is used by the hooks only; children keep the host's", async () => {
  const { client, orderId, queryClient } = setUpOrder({ latency: 50 });
  const host = new QueryClient();
  const seen: unknown[] = [];
  function Below() {
    seen.push(useQueryClient());
    return <Box />;
  }
  render(
    <QueryClientProvider client={host}>
      <OrderProvider client={client} orderId={orderId} queryClient={queryClient}>
        <Below />
      </OrderProvider>
    </QueryClientProvider>,
  );
  await pass(200);
  click();
  expect([queryClient.isMutating(), host.isMutating()]).toEqual([1, 0]);
  expect(new Set(seen)).toEqual(new Set([host]));
  await pass(200);
});

test("the writes show in the host's TanStack devtools, useIsMutating and callbacks", async () => {
  const { show, orderId, queryClient } = setUpOrder({ latency: 50 });
  function Writing() {
    return (
      <output aria-label="count">{useIsMutating({ mutationKey: ['norce', 'consent', orderId] })}</output>
    );
  }
  show(
    <>
      <Box />
      <Writing />
    </>,
  );
  const count = () => screen.getByRole('status', { name: 'count' }).textContent;
  await pass(200);
  click();
  await pass(10);
  expect(count()).toBe('1');
  await pass(200);
  expect(count()).toBe('0');
  expect(queryClient.getMutationCache().getAll()[0]?.state).toMatchObject({
    status: 'success',
    data: 'saved',
  });
});

for (const [name, use] of Object.entries<() => unknown>({
  useConsentGate,
  useOrder,
  useOrderActivity,
  useOrderConsents,
  usePatchAttributes,
  useRegisterValidation,
  useValidateOrder,
  useOrderConsent: () => useOrderConsent('ci_newsletter'),
})) {
  test(`${name} throws an error that names the missing provider and the fix`, () => {
    function Lost() {
      use();
      return null;
    }
    expectRenderError(
      <Lost />,
      `${name} was rendered outside of an OrderProvider, so it does not know which order it is about. ` +
        'Wrap the checkout in <OrderProvider client={…} orderId={…}>.',
    );
  });
}

test('a component outside of a provider names the provider, not an internal hook', () => {
  expectRenderError(
    <NewsletterConsent consentId="ci_newsletter" />,
    'A consent was rendered outside of an OrderProvider',
  );
});

test('a hook in a provider of the lazy entry names both entries', async () => {
  const lazy = await import('@norce-kit/react/lazy');
  const { client, orderId } = setUpOrder();
  const page = (
    <lazy.OrderProvider client={client} orderId={orderId}>
      <NewsletterConsent consentId="ci_newsletter" />
    </lazy.OrderProvider>
  );
  expectRenderError(
    page,
    'A consent is of @norce-kit/react, and its OrderProvider of @norce-kit/react/lazy. Import both from the same entry.',
  );
});

test('a box of the lazy entry in a provider of the main one names both entries', async () => {
  const lazy = await import('@norce-kit/react/lazy');
  const { page } = setUpOrder();
  expectRenderError(
    page(<lazy.NewsletterConsent consentId="ci_newsletter" label="News" />),
    'A box is of @norce-kit/react/lazy, and its OrderProvider of @norce-kit/react. Import both from the same entry.',
  );
});

test('a part of the lazy entry without a provider of that entry names the mistake', async () => {
  const { useConsentGate: useLazyGate } = await import('@norce-kit/react/lazy/gate');
  const { NewsletterConsent: WholeNewsletter } = await import('@norce-kit/react/lazy/newsletter');
  const lazy = await import('@norce-kit/react/lazy');
  const Gate = () => <button {...useLazyGate().getSubmitProps()} />;
  const outside = (name: string) =>
    `${name} was rendered outside of an OrderProvider, so it does not know which order it is about. ` +
    'Wrap the checkout in <OrderProvider client={…} orderId={…}>.';
  expectRenderError(<lazy.NewsletterConsent consentId="ci_newsletter" />, outside('A box'));
  expectRenderError(<WholeNewsletter consentId="ci_newsletter" />, outside('A box'));
  expectRenderError(<Gate />, outside('useConsentGate'));
  expectRenderError(
    setUpOrder().page(<Gate />),
    'useConsentGate is of @norce-kit/react/lazy, and its OrderProvider of @norce-kit/react. Import both from the same entry.',
  );
});

test("every hook takes another order than the provider's", async () => {
  const { sandbox, show, holds } = setUpOrder();
  const { id: orderId } = sandbox.orders.create();
  const shown: Record<string, unknown> = {};
  function Other() {
    const { toggle } = useOrderConsent('ci_newsletter', { orderId });
    const { mutate } = usePatchAttributes({ orderId });
    const validation = useRegisterValidation({ orderId });
    const validate = useValidateOrder({ orderId });
    Object.assign(shown, {
      gate: useConsentGate({ orderId }).blockers.map(({ consentId }) => consentId),
      order: useOrder({ orderId }).data?.id,
      activity: useOrderActivity({ orderId }).isWriting,
      consents: useOrderConsents({ orderId }).consents?.map(({ checked }) => checked),
      validate: validate.data,
    });
    return (
      <button
        onClick={() => {
          toggle();
          mutate({ note: 'ring' });
          validation.mutate({ name: 'stock' });
          validate.mutate();
        }}
      >
        do it
      </button>
    );
  }
  show(
    <>
      <Box />
      <Other />
    </>,
  );
  await pass(100);
  fireEvent.click(screen.getByRole('button', { name: 'do it' }));
  await pass(500);
  expect(shown).toEqual({
    gate: ['ci_terms'],
    order: orderId,
    activity: false,
    consents: [true, false],
    validate: { ok: true },
  });
  expect(sandbox.orders.get(orderId)).toMatchObject({ attributes: { note: 'ring' }, validations: [{}] });
  expect([holds('ci_newsletter'), box().checked]).toEqual([false, false]);
});

test('emits the end of each answer once, under StrictMode and after an unmount of the box', async () => {
  const { sandbox, orderId, show, page } = setUpOrder({ latency: 50 });
  const events: OrderEvent[] = [];
  const onEvent = (event: OrderEvent) => events.push(event);
  const { rerender } = show(<Box />, { onEvent });
  await pass(200);
  click();
  expect(events).toEqual([]);
  rerender(page(null, { onEvent }));
  await pass(200);
  rerender(page(<Box />, { onEvent }));
  sandbox.faults.add({ kind: 'status', status: 403, operation: 'patchConsent', times: 1 });
  click();
  await pass(200);
  sandbox.faults.add({ kind: 'apply-then-drop', operation: 'patchConsent', times: 1 });
  sandbox.faults.add({ kind: 'status', status: 403, operation: 'getOrder', times: 1 });
  click();
  await pass(200);
  const about = { orderId, consentId: 'ci_newsletter' };
  expect(events).toEqual([
    { type: 'consent-saved', ...about, checked: true },
    { type: 'consent-not-saved', ...about, checked: false },
    { type: 'consent-unknown', ...about, checked: false },
    // The page read the order by itself.
    { type: 'consent-saved', ...about, checked: false },
  ]);
});

test('emits events of an order after the page changed to another one, to the latest handler', async () => {
  const { sandbox, orderId, show, page } = setUpOrder({ latency: 100 });
  const { id: other } = sandbox.orders.create();
  const [before, after] = [vi.fn(), vi.fn()];
  const { rerender } = show(<Box />, { onEvent: before });
  await pass(500);
  click();
  rerender(page(<Box />, { orderId: other, onEvent: after }));
  await pass(500);
  expect(before).not.toHaveBeenCalled();
  expect(after.mock.calls).toEqual([
    [{ type: 'consent-saved', orderId, consentId: 'ci_newsletter', checked: true }],
  ]);
});

test('two providers of one client get the events of their own orders only', async () => {
  const { sandbox, orderId, client } = setUpOrder();
  const { id: other } = sandbox.orders.create();
  const [first, second] = [vi.fn(), vi.fn()];
  render(
    <>
      <OrderProvider client={client} orderId={orderId} onEvent={first}>
        <Box />
      </OrderProvider>
      <OrderProvider client={client} orderId={other} onEvent={second}>
        <Box name="other" />
      </OrderProvider>
    </>,
  );
  await pass(100);
  click();
  await pass(100);
  expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 0]);
});

test('an error in a handler affects no answer, no registration and no further event', async () => {
  const reported = vi.fn();
  vi.stubGlobal('reportError', reported);
  const { show, holds, sandbox, orderId } = setUpOrder();
  const onEvent = vi.fn(() => {
    throw new Error('of the host');
  });
  function Stock() {
    const { mutate, status } = useRegisterValidation();
    return <button onClick={() => mutate({ name: 'stock' })}>{status}</button>;
  }
  show(
    <>
      <Box />
      <Stock />
    </>,
    { onEvent },
  );
  await pass(100);
  click();
  await pass(100);
  fireEvent.click(screen.getByRole('button', { name: 'idle' }));
  await pass(100);
  click();
  await pass(100);
  expect([state(), holds('ci_newsletter')]).toEqual(['saved', false]);
  expect(screen.getByRole('button', { name: 'success' })).toBeTruthy();
  expect(sandbox.orders.get(orderId)?.validations).toHaveLength(1);
  expect(onEvent).toHaveBeenCalledTimes(3);
  expect(reported).toHaveBeenCalledTimes(3);
  vi.unstubAllGlobals();
});

test('texts of the host replace ours', async () => {
  const { show } = setUpOrder();
  show(<NewsletterConsent consentId="ci_newsletter" />, { messages: { newsletterLabel: 'Nyhetsbrev' } });
  await pass(100);
  expect(screen.getByRole('checkbox', { name: 'Nyhetsbrev' })).toBeTruthy();
});

test('a second provider with an order fills the boxes that wait for one', async () => {
  const { sandbox, orderId, client } = setUpOrder({ latency: 10_000 });
  const initialOrder = sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
  const page = (isSecondThere: boolean) => (
    <StrictMode>
      <OrderProvider client={client} orderId={orderId}>
        <Box name="first" />
      </OrderProvider>
      {isSecondThere && (
        <OrderProvider client={client} orderId={orderId} initialOrder={initialOrder}>
          <Box name="second" />
        </OrderProvider>
      )}
    </StrictMode>
  );
  const { rerender } = render(page(false));
  await pass(100);
  expect(box('first').checked).toBe(false);
  rerender(page(true));
  await pass(100);
  expect([box('first').checked, box('second').checked]).toEqual([true, true]);
});

test('MT4: the error of a failed read can be cloned, and contains nothing of the response', async () => {
  const { sandbox, orderId, show, queryClient } = setUpOrder();
  sandbox.faults.add({ kind: 'status', status: 403, body: { code: 'x', message: 'secret' } });
  function Reader() {
    const { isError } = useOrder();
    return <p>{String(isError)}</p>;
  }
  show(<Reader />);
  await pass(100);
  const { error } = queryClient.getQueryState(['norce', 'order', orderId]) ?? {};
  expect(() => structuredClone(error)).not.toThrow();
  expect(JSON.stringify(error)).not.toContain('secret');
});

test('works without a QueryClientProvider', () => {
  const client = createOrderClient({ baseUrl: '/api/norce', fetch: () => new Promise(() => undefined) });
  render(
    <OrderProvider client={client} orderId="o_1">
      <Box />
    </OrderProvider>,
  );
  expect(box().checked).toBe(false);
});
