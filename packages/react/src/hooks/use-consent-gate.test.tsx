import { isUnsavedAnswersError } from '@norce-kit/core';
import { onlineManager, useQuery } from '@tanstack/react-query';
import { act, fireEvent, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { Box, box, click, pass, setUpOrder, state } from '../../test/order.tsx';
import { expectWarnings } from '../../test/warnings.ts';
import { orderQueryKey, orderQueryOptions } from '../order/order-query.ts';
import { useConsentGate } from './use-consent-gate.ts';
import type { UseConsentGateOptions, UseConsentGateResult } from './use-consent-gate.ts';
import { useOrderConsent } from './use-order-consent.ts';
import { usePatchAttributes } from './use-patch-attributes.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A page with both boxes, a form and the gate in front of it. */
function setUp(...given: Parameters<typeof setUpOrder>) {
  const order = setUpOrder(...given);
  const onReady = vi.fn();
  const onSubmit = vi.fn((event: { preventDefault: () => void }) => event.preventDefault());
  const gates: UseConsentGateResult[] = [];
  function Checkout(options: UseConsentGateOptions) {
    const gate = useConsentGate(options);
    gates.push(gate);
    return (
      <form onSubmit={onSubmit} noValidate>
        <Box />
        <Box consentId="ci_terms" name="terms" />
        <output aria-label="blockers">
          {gate.blockers.map(({ consentId, reason }) => `${consentId} ${reason}`).join(', ')}
        </output>
        <button {...gate.getSubmitProps({ onReady })}>Place order</button>
      </form>
    );
  }
  const gate = () => {
    const last = gates.at(-1);
    if (last === undefined) throw new Error('The gate was not rendered.');
    return last;
  };
  const blockers = () => screen.getByRole('status', { name: 'blockers' }).textContent;
  const button = () => screen.getByRole('button', { name: 'Place order' });
  return { ...order, Checkout, gate, blockers, button, onReady, onSubmit };
}

test('is closed before the order has been read, and while it cannot be read', async () => {
  const { sandbox, show, Checkout, gate } = setUp({ latency: 100 });
  sandbox.faults.add({ kind: 'status', status: 403, operation: 'getOrder' });
  show(<Checkout />);
  expect(gate().ready).toBe(false);
  await pass(500);
  expect(gate().ready).toBe(false);
  const checked = gate().check();
  await pass(500);
  expect(await checked).toEqual({ ok: false, blockers: [] });
});

test('SE14: stays closed when a server or service worker on the way responds with other JSON than the order', async () => {
  const { sandbox, show, Checkout, gate, button, onReady } = setUp();
  const body = JSON.stringify({ offline: true });
  show(<Checkout />);
  await pass(100);
  sandbox.faults.add({ kind: 'status', status: 200, body, operation: 'getOrder' });
  window.dispatchEvent(new Event('visibilitychange'));
  await pass(2_000);
  fireEvent.click(button());
  await pass(2_000);
  expect(gate().blockers).toMatchObject([{ consentId: 'ci_terms', reason: 'missing' }]);
  expect(onReady).not.toHaveBeenCalled();
});

test('reads an order that could not be read once more before it refuses', async () => {
  const { sandbox, show, Checkout, gate, button, onReady } = setUp({ latency: 100 });
  const mend = sandbox.faults.add({ kind: 'status', status: 403, operation: 'getOrder' });
  show(<Checkout />);
  await pass(500);
  mend();
  fireEvent.click(button());
  await pass(500);
  expect([onReady.mock.calls.length, gate().blockers]).toEqual([
    0,
    [expect.objectContaining({ consentId: 'ci_terms', reason: 'missing' })],
  ]);
  expect(document.activeElement).toBe(box('terms'));
});

test.each([
  ['10 seconds', 10_000],
  ['static', 'static'],
] as const)(
  'NV4: a click before the order was read on opening waits for the read, whatever older copy is known, with a query of the host that is fresh for %s',
  async (_, staleTime) => {
    const { orderId, client, queryClient, show, Checkout, gate, button, onReady } = setUp({ latency: 100 });
    const reading = client.getOrder(orderId);
    await pass(500);
    const order = await reading;
    const consents = order.consents?.map((consent) => ({ ...consent, checked: true })) ?? [];
    function Total() {
      useQuery({ ...orderQueryOptions(client, orderId), staleTime }, queryClient);
      return null;
    }
    show(
      <>
        <Total />
        <Checkout />
      </>,
      { initialOrder: { ...order, consents } },
    );
    expect(gate().ready).toBe(true);
    fireEvent.click(button());
    await pass(500);
    expect(onReady).not.toHaveBeenCalled();
    expect(gate().blockers).toEqual([expect.objectContaining({ consentId: 'ci_terms', reason: 'missing' })]);
  },
);

test('a click waits for no read of the host that is paused without a connection', async () => {
  const { orderId, client, queryClient, show, Checkout, button, onReady } = setUp();
  const order = await client.getOrder(orderId);
  const consents = order.consents?.map((consent) => ({ ...consent, checked: true })) ?? [];
  function Total() {
    useQuery({ ...orderQueryOptions(client, orderId), networkMode: 'online' }, queryClient);
    return null;
  }
  onlineManager.setOnline(false);
  onTestFinished(() => onlineManager.setOnline(true));
  show(
    <>
      <Checkout />
      <Total />
    </>,
    { initialOrder: { ...order, consents } },
  );
  fireEvent.click(button());
  await pass(500);
  expect(onReady).toHaveBeenCalledOnce();
});

for (const status of [403, 503]) {
  test(`a click on an order that cannot be read on opening is refused until it can be read: ${status}`, async () => {
    const { sandbox, orderId, client, show, Checkout, gate, button, onReady } = setUp({ latency: 100 });
    sandbox.orders.setChecked(orderId, 'ci_terms', true);
    const reading = client.getOrder(orderId);
    await pass(500);
    const initialOrder = await reading;
    const mend = sandbox.faults.add({ kind: 'status', status, operation: 'getOrder' });
    show(<Checkout />, { initialOrder });
    fireEvent.click(button());
    await pass(500);
    expect(onReady).not.toHaveBeenCalled();
    expect(gate().blockers).toEqual([expect.objectContaining({ consentId: 'ci_terms', reason: 'unknown' })]);
    mend();
    fireEvent.click(button());
    await pass(500);
    expect(onReady).toHaveBeenCalledTimes(1);
  });
}

test('names a required box without a tick, a save under way and a save that failed, and opens when all is held', async () => {
  const { sandbox, show, Checkout, gate, blockers } = setUp({ latency: 100 });
  show(<Checkout />);
  await pass(500);
  expect(blockers()).toBe('ci_terms missing');
  click('terms');
  expect(blockers()).toBe('ci_terms saving');
  await pass(500);
  expect([blockers(), gate().ready]).toEqual(['', true]);
  const restore = sandbox.faults.add({ kind: 'status', status: 403, operation: 'patchConsent' });
  click('newsletter');
  await pass(500);
  expect(blockers()).toBe('ci_newsletter not-saved');
  restore();
  fireEvent.click(screen.getByRole('button', { name: 'newsletter again' }));
  await pass(500);
  expect([blockers(), gate().ready]).toEqual(['', true]);
});

test('stays closed over an answer that was lost and cannot be looked up', async () => {
  const { sandbox, show, Checkout, blockers } = setUp();
  show(<Checkout />);
  await pass(100);
  sandbox.faults.add({ kind: 'apply-then-drop', operation: 'patchConsent', times: 1 });
  sandbox.faults.add({ kind: 'status', status: 503, operation: 'getOrder' });
  click('terms');
  await pass(15_000);
  expect(blockers()).toBe('ci_terms unknown');
});

test('a page may require more consents than the order, also ones the order does not have', async () => {
  const { show, Checkout, blockers, orderId } = setUp();
  expectWarnings(`order ${orderId} has no consent "ci_other"; it has ci_newsletter, ci_terms.`);
  show(<Checkout require={['ci_newsletter', 'ci_other']} />);
  await pass(100);
  expect(blockers()).toBe('ci_newsletter missing, ci_terms missing, ci_other unknown');
});

test('SE5: a consent that was taken off the order does not keep the gate closed for ever', async () => {
  const { sandbox, orderId, show, Checkout, gate } = setUp();
  show(<Checkout />);
  await pass(100);
  click('terms');
  await pass(100);
  sandbox.orders.update(orderId, ({ consents }) => ({
    consents: consents.filter(({ id }) => id !== 'ci_newsletter'),
  }));
  click('newsletter');
  await pass(1_000);
  expect(gate()).toMatchObject({ ready: true, blockers: [] });
});

test('SE9: a required box without a tick is named, marked and focused, and the form is not submitted', async () => {
  const { show, Checkout, button, onReady, onSubmit } = setUp();
  show(<Checkout />);
  await pass(100);
  expect(box('terms').getAttribute('aria-invalid')).toBe('false');
  // A click works, so screen readers must not call the button disabled.
  expect(button().getAttribute('aria-disabled')).toBeNull();
  expect(button()).toHaveProperty('disabled', false);
  fireEvent.click(button());
  await pass(100);
  expect(onReady).not.toHaveBeenCalled();
  expect(onSubmit).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(box('terms'));
  expect(box('terms').getAttribute('aria-invalid')).toBe('true');
  click('terms');
  expect(box('terms').getAttribute('aria-invalid')).toBe('false');
  await pass(100);
  fireEvent.click(button());
  await pass(100);
  expect(onReady).toHaveBeenCalledTimes(1);
  expect(onSubmit).toHaveBeenCalledTimes(1);
});

test('NV4: an order submitted right after a tick goes on when the tick is confirmed, and only once', async () => {
  const { show, Checkout, button, holds, onReady, onSubmit } = setUp({ latency: 300 });
  onSubmit.mockImplementation((event) => {
    expect(holds('ci_terms')).toBe(true);
    event.preventDefault();
  });
  show(<Checkout />);
  await pass(1_000);
  click('terms');
  fireEvent.click(button());
  fireEvent.click(button());
  await pass(100);
  fireEvent.click(button());
  expect(onSubmit).not.toHaveBeenCalled();
  await pass(1_000);
  expect(onSubmit).toHaveBeenCalledTimes(1);
  expect(onReady).toHaveBeenCalledTimes(1);
});

test('NV4: whenSettled ends when every answer and attribute is held, also one that was given in the same moment', async () => {
  const { show, Checkout, gate, holds, sandbox, orderId } = setUp({ latency: 300 });
  function Note() {
    const { mutate } = usePatchAttributes({ delay: 5_000 });
    return (
      <button
        onClick={() => {
          mutate({ note: 'ring' });
          void gate()
            .whenSettled()
            .then(() => ends.push([holds('ci_terms'), sandbox.orders.get(orderId)?.attributes]));
        }}
      >
        go on
      </button>
    );
  }
  const ends: unknown[] = [];
  show(
    <>
      <Checkout />
      <Note />
    </>,
  );
  await pass(1_000);
  click('terms');
  fireEvent.click(screen.getByRole('button', { name: 'go on' }));
  await pass(200);
  expect(ends).toEqual([]);
  await pass(2_000);
  expect(ends).toEqual([[true, { note: 'ring' }]]);
});

test('NV5: whenSettled rejects with the answers that are not held', async () => {
  const { sandbox, show, Checkout, gate } = setUp();
  show(<Checkout />);
  await pass(100);
  sandbox.faults.add({ kind: 'status', status: 403, operation: 'patchConsent', consentId: 'ci_terms' });
  click('newsletter');
  click('terms');
  const end = gate()
    .whenSettled()
    .catch((error: unknown) => error);
  await pass(100);
  const error = await end;
  expect(isUnsavedAnswersError(error) && error.unsaved).toEqual([
    { consentId: 'ci_terms', reason: 'not-saved' },
  ]);
  act(() => void gate().focusFirstBlocker());
  expect(document.activeElement).toBe(box('terms'));
});

test('NV5: waiting ends within 30 seconds whatever the server does', async () => {
  const { sandbox, show, Checkout, gate } = setUp(
    {},
    {},
    { retry: 5, totalTimeout: 600_000, timeout: 120_000 },
  );
  function Note() {
    const { mutate } = usePatchAttributes();
    return <button onClick={() => mutate({ note: 'ring' })}>note</button>;
  }
  show(
    <>
      <Checkout />
      <Note />
    </>,
  );
  await pass(100);
  sandbox.faults.add({ kind: 'hang', operation: ['patchConsent', 'patchAttributes'] });
  click('terms');
  fireEvent.click(screen.getByRole('button', { name: 'note' }));
  let ended = 0;
  const note = () => void (ended += 1);
  gate().whenSettled().catch(note);
  gate().check().then(note, note);
  await pass(30_100);
  expect(ended).toBe(2);
});

test('a form waits for a note that is still being saved, and is not submitted where that fails', async () => {
  const { sandbox, show, Checkout, button, onSubmit, orderId } = setUp({ latency: 200 });
  function Note() {
    const { mutate, failedKeys } = usePatchAttributes();
    const [note, setNote] = useState('');
    return (
      <label>
        Note {failedKeys}
        <input
          value={note}
          onChange={(event) => setNote(event.target.value)}
          onBlur={() => mutate({ note })}
        />
      </label>
    );
  }
  show(
    <>
      <Note />
      <Checkout />
    </>,
  );
  await pass(1_000);
  click('terms');
  await pass(1_000);
  const field = screen.getByRole('textbox');
  fireEvent.change(field, { target: { value: 'ring' } });
  fireEvent.blur(field);
  fireEvent.click(button());
  await pass(100);
  expect(onSubmit).not.toHaveBeenCalled();
  await pass(1_000);
  expect(onSubmit).toHaveBeenCalledTimes(1);
  expect(sandbox.orders.get(orderId)?.attributes).toEqual({ note: 'ring' });

  sandbox.faults.add({ kind: 'status', status: 403, operation: 'patchAttributes' });
  fireEvent.change(field, { target: { value: 'knock' } });
  fireEvent.blur(field);
  fireEvent.click(button());
  await pass(1_000);
  expect(onSubmit).toHaveBeenCalledTimes(1);
  expect(screen.getByText('Note note')).toBeTruthy();
});

test('focuses the first blocker in document order, and none without a box', async () => {
  const { show, gate, Checkout } = setUp(
    {},
    {
      consents: [
        { id: 'ci_terms', required: true },
        { id: 'ci_newsletter', required: true },
        { id: 'ci_else', required: true },
      ],
    },
  );
  show(<Checkout />);
  await pass(100);
  act(() => expect(gate().focusFirstBlocker()).toBe(true));
  expect(document.activeElement).toBe(box('newsletter'));
  click('newsletter');
  click('terms');
  await pass(100);
  expect(gate().blockers.map(({ consentId }) => consentId)).toEqual(['ci_else']);
  expect(gate().focusFirstBlocker()).toBe(false);
});

test('of several boxes of a consent the one that comes first on the page is taken, whichever rendered last', async () => {
  const { show, orderId, queryClient } = setUpOrder();
  const gates: UseConsentGateResult[] = [];
  function First() {
    const { ref, ...binding } = useOrderConsent('ci_terms').getCheckboxProps();
    return <input {...binding} aria-label="first" ref={(element) => ref(element)} />;
  }
  function Page() {
    gates.push(useConsentGate());
    return (
      <>
        <First />
        <Box consentId="ci_terms" name="second" />
      </>
    );
  }
  show(<Page />);
  await pass(10);
  await act(() => queryClient.invalidateQueries({ queryKey: orderQueryKey(orderId) }));
  click('second');
  await pass(10);
  click('second');
  await pass(10);
  expect(gates.at(-1)?.getBox('ci_terms')).toBe(box('first'));
  act(() => expect(gates.at(-1)?.focusFirstBlocker()).toBe(true));
  expect(document.activeElement).toBe(box('first'));
});

test('a passed check does not cover an un-tick that follows', async () => {
  const { show, Checkout, gate, blockers } = setUp();
  show(<Checkout />);
  await pass(100);
  click('terms');
  await pass(100);
  await act(async () => expect((await gate().check()).ok).toBe(true));
  click('terms');
  await pass(100);
  expect([blockers(), state('terms')]).toEqual(['ci_terms missing', 'saved']);
});
