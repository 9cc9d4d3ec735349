import { act, fireEvent, render, screen } from '@testing-library/react';
import { lazy, startTransition, Suspense, useState } from 'react';
import { flushSync } from 'react-dom';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { arrive, hydrate, onServer } from '../test/hydration.tsx';
import { box, openPage, settle } from '../test/lazy-page.tsx';

// The state of the entry is that of a page, so each test is a page of its own.
beforeEach(() => void vi.resetModules());
afterEach(() => sessionStorage.clear());

test('I1: an answer is of the order that is shown while React prepares another one', async () => {
  const { entry, client, sandbox, orderId, arrive: arriveEngine } = await openPage();
  const { id: other } = sandbox.orders.create({ id: `o_${crypto.randomUUID().slice(0, 8)}` });
  const Details = lazy(() => new Promise<never>(() => undefined));
  let turn: () => void = () => undefined;
  const Page = () => {
    const [id, setId] = useState(orderId);
    turn = () => startTransition(() => setId(other));
    return (
      <Suspense fallback="…">
        <entry.OrderProvider client={client} orderId={id} initialOrder={sandbox.orders.get(id)}>
          <entry.NewsletterConsent consentId="ci_newsletter" />
          {id === other && <Details />}
        </entry.OrderProvider>
      </Suspense>
    );
  };
  render(<Page />);
  act(() => turn());
  await settle();
  fireEvent.click(box());
  expect(box().checked).toBe(true);
  await arriveEngine();
  await settle();
  const writes = sandbox.receipts.list({ operation: 'patchConsent' });
  expect(writes.map((write) => [write.orderId, write.value])).toEqual([[orderId, true]]);
});

test.each([
  ['checkbox', 'while it is down'],
  ['checkbox', 'at its click'],
  ['label', 'while it is down'],
  ['label', 'at its click'],
])(
  'I3: a press on a %s that gets another consent %s answers neither, and the next one answers what it shows',
  async (part, when) => {
    const { entry, client, sandbox, orderId, order, arrive: arriveEngine } = await openPage();
    let turn: () => void = () => undefined;
    function Host() {
      const [consentId, setConsentId] = useState('ci_newsletter');
      // As a browser renders between two listeners.
      turn = () => flushSync(() => setConsentId('ci_terms'));
      return (
        <div onClickCapture={() => when === 'at its click' && turn()}>
          <entry.OrderProvider client={client} orderId={orderId} initialOrder={order()}>
            <entry.ConsentCheckbox consentId={consentId} label="News" />
          </entry.OrderProvider>
        </div>
      );
    }
    render(<Host />);
    const press = (whileDown: () => void) => {
      const target = part === 'label' ? screen.getByText('News') : box();
      fireEvent.pointerDown(target);
      act(whileDown);
      fireEvent.click(target);
    };
    press(() => when === 'while it is down' && turn());
    expect(box().checked).toBe(false);
    press(() => undefined);
    expect(box().checked).toBe(true);
    await arriveEngine();
    await settle();
    const writes = sandbox.receipts.list({ operation: 'patchConsent' });
    expect(writes.map(({ consentId, value }) => [consentId, value])).toEqual([['ci_terms', true]]);
  },
);

test.each([
  ['before the hydration around it', true],
  ['after it', false],
])('a tick %s keeps the HTML of a part whose code is still to come, and is saved', async (_, isEarly) => {
  const { entry, client, orderId, order, values, arrive: arriveEngine } = await openPage();
  let arriveCode: () => void = () => undefined;
  const code = new Promise<void>((resolve) => (arriveCode = resolve));
  const Cart = () => <entry.NewsletterConsent consentId="ci_newsletter" />;
  const LateCart = lazy(async () => {
    await code;
    return { default: Cart };
  });
  const page = (Part: () => React.ReactNode) => (
    <entry.OrderProvider client={client} orderId={orderId} initialOrder={order()}>
      <p>Cart</p>
      <Suspense fallback={<p>Loading</p>}>
        <Part />
      </Suspense>
    </entry.OrderProvider>
  );
  const container = arrive(await onServer(() => renderToString(page(Cart))));
  const served = box();
  if (isEarly) fireEvent.click(served);
  const { errors } = await hydrate(container, page(LateCart as never));
  if (!isEarly) fireEvent.click(served);
  await settle();
  await arriveEngine();
  await act(() => {
    arriveCode();
    return code;
  });
  await expect.poll(() => values()).toEqual([true]);
  expect([served.isConnected, served.checked, errors]).toEqual([true, true, []]);
});
