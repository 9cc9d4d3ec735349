import type { OrderClientOptions } from '@norce-kit/core';
import type { UseConsentGateResult } from '@norce-kit/react';
import type { Sandbox } from '@norce-kit/sandbox';
import { QueryClient } from '@tanstack/react-query';
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { StrictMode, useEffect } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { box, leave, openPage, settle } from '../test/lazy-page.tsx';
import type { LazyProps } from '../test/lazy-page.tsx';

// The state of the entry is that of a page, so each test is a page of its own.
beforeEach(() => void vi.resetModules());
afterEach(() => sessionStorage.clear());

async function openGate(options?: (sandbox: Sandbox) => Partial<OrderClientOptions>) {
  const page = await openPage(options);
  const { useConsentGate } = await import('@norce-kit/react/lazy/gate');
  const onPay = vi.fn();
  const onCheck = vi.fn();
  const Pay = () => {
    const { getSubmitProps, ready, check } = useConsentGate({ require: ['ci_newsletter'] });
    return (
      <>
        <button type="button" {...getSubmitProps({ onReady: onPay })}>
          Pay
        </button>
        <button type="button" onClick={() => void check().then(onCheck)}>
          Check
        </button>
        <output>{String(ready)}</output>
      </>
    );
  };
  const { orderId, client, entry } = page;
  const show = (props: LazyProps = {}) =>
    render(
      <StrictMode>
        <entry.OrderProvider client={client} orderId={orderId} {...props}>
          <entry.NewsletterConsent consentId="ci_newsletter" />
          <Pay />
        </entry.OrderProvider>
      </StrictMode>,
    );
  return { ...page, show, onPay, onCheck };
}

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

test('the gate is closed before the engine; a click waits for it, and goes on once', async () => {
  const { show, onPay, onCheck, holds, sandbox, orderId, arrive: arriveEngine } = await openGate();
  sandbox.orders.setChecked(orderId, 'ci_terms', true);
  show();
  fireEvent.click(box());
  press('Pay');
  press('Pay');
  press('Check');
  await settle();
  expect([onPay.mock.calls.length, onCheck.mock.calls.length]).toEqual([0, 0]);
  expect(screen.getByRole('button', { name: 'Pay' })).toHaveProperty('ariaBusy', 'true');
  await arriveEngine();
  await waitFor(() => expect(onPay).toHaveBeenCalledTimes(1));
  await waitFor(() => expect(onCheck).toHaveBeenCalledWith({ ok: true, blockers: [] }));
  expect([holds(), screen.getByText('true').tagName]).toEqual([true, 'OUTPUT']);
});

test('GO6: a click before the engine goes on no more once the page was left', async () => {
  const { show, onPay, onCheck, sandbox, orderId, arrive: arriveEngine } = await openGate();
  sandbox.orders.setChecked(orderId, 'ci_terms', true);
  sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
  show();
  press('Pay');
  press('Check');
  leave();
  // The page comes back from the back/forward cache.
  await arriveEngine();
  await waitFor(() => expect(onCheck).toHaveBeenCalledWith({ ok: true, blockers: [] }));
  await settle();
  expect(onPay).not.toHaveBeenCalled();
  press('Pay');
  expect(onPay).toHaveBeenCalledTimes(1);
});

test('a click before the engine is refused where a tick is missing', async () => {
  const { show, onPay, arrive: arriveEngine } = await openGate();
  show();
  press('Pay');
  await arriveEngine();
  await waitFor(() => expect(document.activeElement).toBe(box()));
  await settle();
  expect(onPay).not.toHaveBeenCalled();
});

test('the gate follows its options and its provider, and is closed until the new ones are decided', async () => {
  const { entry, client, orderId, sandbox, arrive: arriveEngine } = await openPage();
  const { useConsentGate } = await import('@norce-kit/react/lazy/gate');
  sandbox.orders.setChecked(orderId, 'ci_terms', true);
  const { id: other } = sandbox.orders.create({ id: `o_${crypto.randomUUID().slice(0, 8)}` });
  const shown: string[] = [];
  const Gate = ({ require }: { require: readonly string[] }) => {
    const { ready, blockers } = useConsentGate({ require });
    shown.push(`${require.join()} ${ready}`);
    return (
      <output>{ready ? 'open' : `closed by ${blockers.map(({ consentId }) => consentId).join()}`}</output>
    );
  };
  const page = (id: string, ...require: readonly string[]) => (
    <entry.OrderProvider client={client} orderId={id}>
      <entry.NewsletterConsent consentId="ci_newsletter" />
      <Gate require={require} />
    </entry.OrderProvider>
  );
  const { rerender } = render(page(orderId));
  await arriveEngine();
  await screen.findByText('open');
  rerender(page(orderId, 'ci_newsletter'));
  screen.getByText('closed by ci_newsletter');
  expect(shown).not.toContain('ci_newsletter true');
  rerender(page(orderId));
  await screen.findByText('open');
  rerender(page(other));
  await screen.findByText('closed by ci_terms');
});

test('an effect of the shop never finds the gate open for another order of the provider', async () => {
  const { entry, client, orderId, sandbox, arrive: arriveEngine } = await openPage();
  const { useConsentGate } = await import('@norce-kit/react/lazy/gate');
  sandbox.orders.setChecked(orderId, 'ci_terms', true);
  const { id: other } = sandbox.orders.create({ id: `o_${crypto.randomUUID().slice(0, 8)}` });
  const open: string[] = [];
  const Gate = ({ id }: { id: string }) => {
    const { ready } = useConsentGate();
    useEffect(() => void (ready && open.push(id)), [id, ready]);
    return <output>{ready ? 'open' : 'closed'}</output>;
  };
  const page = (id: string) => (
    <entry.OrderProvider client={client} orderId={id} initialOrder={sandbox.orders.get(id)}>
      <Gate id={id} />
    </entry.OrderProvider>
  );
  const { rerender } = render(page(orderId));
  await arriveEngine();
  await screen.findByText('open');
  rerender(page(other));
  await settle();
  expect([open, screen.getByText('closed').tagName]).toEqual([[orderId], 'OUTPUT']);
});

test('an effect of the shop never finds the gate open for another client of the provider', async () => {
  const { entry, client, orderId, sandbox, order, arrive: arriveEngine } = await openPage();
  const { useConsentGate } = await import('@norce-kit/react/lazy/gate');
  const unticked = order();
  sandbox.orders.setChecked(orderId, 'ci_terms', true);
  const ticked = order();
  const open: string[] = [];
  const Gate = ({ name }: { name: string }) => {
    const { ready } = useConsentGate();
    useEffect(() => void (ready && open.push(name)), [name, ready]);
    return <output>{ready ? 'open' : 'closed'}</output>;
  };
  const page = (name: string, props: Pick<LazyProps, 'client' | 'queryClient' | 'initialOrder'>) => (
    <entry.OrderProvider client={client} orderId={orderId} {...props}>
      <Gate name={name} />
    </entry.OrderProvider>
  );
  const { rerender } = render(page('first', { queryClient: new QueryClient(), initialOrder: ticked }));
  await arriveEngine();
  await screen.findByText('open');
  // The order is not read, so that the gate stays closed.
  const other = entry.createOrderClient({
    baseUrl: 'https://sandbox.invalid',
    fetch: () => new Promise(() => undefined),
  });
  rerender(page('second', { client: other, queryClient: new QueryClient(), initialOrder: unticked }));
  await settle();
  expect([open, screen.getByText('closed').tagName]).toEqual([['first'], 'OUTPUT']);
});

test('a click goes on when the answers are saved, though another gate was removed', async () => {
  const { entry, client, orderId, order, sandbox, arrive: arriveEngine } = await openPage();
  const { useConsentGate } = await import('@norce-kit/react/lazy/gate');
  sandbox.orders.setChecked(orderId, 'ci_terms', true);
  const onPay = vi.fn();
  const Hint = () => <output>{useConsentGate().ready ? 'open' : 'closed'}</output>;
  const Pay = () => <button {...useConsentGate().getSubmitProps({ onReady: onPay })}>Pay</button>;
  const initialOrder = order();
  const page = (hasHint: boolean) => (
    <entry.OrderProvider client={client} orderId={orderId} initialOrder={initialOrder}>
      <entry.NewsletterConsent consentId="ci_newsletter" />
      {hasHint && <Hint />}
      <Pay />
    </entry.OrderProvider>
  );
  const { rerender } = render(page(true));
  await arriveEngine();
  await screen.findByText('open');
  fireEvent.click(box());
  press('Pay');
  rerender(page(false));
  await waitFor(() => expect(onPay).toHaveBeenCalledTimes(1));
});

test('a `check` from before the engine decides, called after it came', async () => {
  const { entry, client, orderId, sandbox, arrive: arriveEngine } = await openPage();
  const { useConsentGate } = await import('@norce-kit/react/lazy/gate');
  sandbox.orders.setChecked(orderId, 'ci_terms', true);
  const checks: UseConsentGateResult['check'][] = [];
  const Gate = () => {
    const { ready, check } = useConsentGate();
    useEffect(() => void checks.push(check), [check]);
    return <output>{ready ? 'open' : 'closed'}</output>;
  };
  render(
    <entry.OrderProvider client={client} orderId={orderId}>
      <Gate />
    </entry.OrderProvider>,
  );
  await arriveEngine();
  await screen.findByText('open');
  const onCheck = vi.fn();
  act(() => void checks[0]?.().then(onCheck));
  await waitFor(() => expect(onCheck).toHaveBeenCalledWith({ ok: true, blockers: [] }));
});
