import { QueryClient, focusManager } from '@tanstack/react-query';
import { act, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Box, box, click, holdWrites, pass, setUpOrder, state } from '../../test/order.tsx';
import { expectWarnings, twoClients } from '../../test/warnings.ts';
import { ConsentCheckbox } from '../components/consent-checkbox.tsx';
import { useOrder } from '../hooks/use-order.ts';
import { useOrderConsent } from '../hooks/use-order-consent.ts';
import { usePatchAttributes } from '../hooks/use-patch-attributes.ts';

/** Ends what would else listen to events of the next tests. */
let endTest: () => void;
let testEnd: Promise<void>;

beforeEach(() => {
  vi.useFakeTimers();
  testEnd = new Promise((resolve) => (endTest = resolve));
});
afterEach(async () => {
  endTest();
  await vi.advanceTimersByTimeAsync(60_000);
  vi.useRealTimers();
  vi.unstubAllGlobals();
  sessionStorage.clear();
  localStorage.clear();
});

type Order = ReturnType<typeof setUpOrder>;

const leave = () => window.dispatchEvent(new Event('pagehide'));

function Note() {
  const { data } = useOrder();
  const { mutate } = usePatchAttributes<{ note: string }>();
  return (
    <>
      <input onChange={({ target }) => mutate({ note: target.value })} />
      <output>{String(data?.attributes?.['note'])}</output>
    </>
  );
}

function DroppedBox() {
  const { getCheckboxProps, goOnWithout } = useOrderConsent('ci_newsletter');
  return (
    <label>
      <input {...getCheckboxProps()} /> newsletter
      <button type="button" onClick={goOnWithout}>
        Go on
      </button>
    </label>
  );
}

/** Opens a page that counts how often it reads the order. */
function openPage(order: Order) {
  const getOrder = vi.fn(order.client.getOrder);
  const { unmount } = order.show(<Box />, { client: { ...order.client, getOrder } });
  return { getOrder, unmount };
}

/** Opens a page. Returns the function that leaves it, after which its calls send nothing, and no response comes back. */
async function openEndingPage(
  order: Order,
  queryClient = order.queryClient,
  name = 'newsletter',
): Promise<(isEventFired?: boolean) => void> {
  let hasEnded = false;
  const untilEnd =
    <Call extends unknown[], Value>(call: (...parameters: Call) => Promise<Value>) =>
    (...parameters: Call) =>
      hasEnded
        ? new Promise<never>(() => undefined)
        : call(...parameters).then(async (value) => {
            if (hasEnded) await testEnd;
            return value;
          });
  const { getOrder, patchConsent, ...others } = order.client;
  const client = { ...others, getOrder: untilEnd(getOrder), patchConsent: untilEnd(patchConsent) };
  const { unmount } = order.show(<Box name={name} />, { client, queryClient });
  await pass(100);
  return (isEventFired = true) => {
    if (isEventFired) leave();
    hasEnded = true;
    unmount();
  };
}

/** Opens the next page: it has a register and a cache of its own. */
const openNextPage = (order: Order, props: Parameters<Order['show']>[1] = {}) =>
  order.show(<Box />, { client: { ...order.client }, queryClient: new QueryClient(), ...props });

/** Ticks the box twice: the first request is lost and arrives after 8 seconds, the second one saves the tick. */
async function tickAfterLostTick(order: Order): Promise<void> {
  order.sandbox.faults.add({ kind: 'drop-then-apply', after: 8_000, operation: 'patchConsent', times: 1 });
  click();
  await pass(100);
  click();
}

/** Opens a page, and leaves it after an un-tick that was saved, while a lost tick may still arrive. */
async function leaveUnticked(order: Order): Promise<void> {
  const end = await openEndingPage(order);
  await tickAfterLostTick(order);
  await pass(1_000);
  click();
  await pass(100);
  expect([box().checked, state(), order.holds('ci_newsletter')]).toEqual([false, 'saved', false]);
  end();
}

/** Does something in another tab, which was open before the note was left and so has no copy of it. */
async function inOtherTab({ orderId }: Order, work: () => Promise<void>): Promise<void> {
  const note = sessionStorage['norce-kit-left' + orderId] as string;
  sessionStorage.clear();
  await work();
  sessionStorage['norce-kit-left' + orderId] = note;
}

/** Leaves the note of a further page that un-ticked the box, and had a request under way. */
function noteUntick({ orderId }: Order, sent: boolean): void {
  const name = JSON.stringify([orderId, 'ci_newsletter']);
  sessionStorage[`norce-kit-left${orderId}`] = JSON.stringify([[Date.now(), name, false, [[sent, 25_000]]]]);
}

/** Opens a further page, and leaves it while its answer is under way. Here both pages are in one document. */
async function answerOnNextPage(order: Order): Promise<void> {
  expectWarnings(twoClients(order.orderId));
  const next = order.show(<Box name="next" />, {
    client: { ...order.client },
    queryClient: new QueryClient(),
  });
  await pass(100);
  order.sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 5_000, times: 1 });
  click('next');
  leave();
  next.unmount();
}

test('NV10: after a page with a write under way, the next one reads the order until that write cannot arrive', async () => {
  const order = setUpOrder();
  const first = openPage(order);
  await pass(100);
  order.sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 5_000, times: 1 });
  click();
  leave();
  first.unmount();
  order.queryClient.clear();
  const { getOrder } = openPage(order);
  await pass(100);
  expect(box().checked).toBe(false);
  getOrder.mockClear();
  await pass(60_000);
  expect(box().checked).toBe(true);
  expect(getOrder.mock.calls.length).toBeLessThanOrEqual(8);
  expect(order.values('ci_newsletter')).toEqual([true]);
});

test('an answer of the page before is one of the shopper, saved and not changed by another party', async () => {
  const order = setUpOrder();
  const newsletter = <ConsentCheckbox consentId="ci_newsletter" label="News" />;
  const first = order.show(newsletter);
  await pass(100);
  order.sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 5_000, times: 1 });
  fireEvent.click(screen.getByRole('checkbox'));
  leave();
  first.unmount();
  order.queryClient.clear();
  const onEvent = vi.fn();
  // A page that is loaded again has a register of its own.
  order.show(newsletter, { client: { ...order.client }, queryClient: new QueryClient(), onEvent });
  await pass(100);
  expect(screen.getByRole('checkbox')).toHaveProperty('checked', false);
  await pass(9_000);
  expect(screen.getByRole('checkbox')).toHaveProperty('checked', true);
  expect(screen.getByRole('status').textContent).toMatch(/Saved/);
  const about = { orderId: order.orderId, consentId: 'ci_newsletter' };
  expect(onEvent.mock.calls).toEqual([[{ type: 'consent-saved', ...about, checked: true }]]);
  // A later change by another party is a change.
  order.sandbox.orders.setChecked(order.orderId, 'ci_newsletter', false);
  await act(() => vi.advanceTimersByTimeAsync(60_000));
  focusManager.setFocused(false);
  focusManager.setFocused(true);
  focusManager.setFocused(undefined);
  await pass(1_000);
  expect(screen.getByRole('status').textContent).toMatch(/Changed elsewhere/);
});

test('NF3: a lost tick of the page before, which arrives late, does not win over the un-tick that was saved there', async () => {
  const order = setUpOrder();
  const end = await openEndingPage(order);
  await tickAfterLostTick(order);
  await pass(2_000);
  expect([box().checked, state(), order.holds('ci_newsletter')]).toEqual([true, 'saved', true]);
  click();
  await pass(100);
  expect([box().checked, state(), order.holds('ci_newsletter')]).toEqual([false, 'saved', false]);
  end();
  const onEvent = vi.fn();
  openNextPage(order, { onEvent });
  await pass(60_000);
  expect([box().checked, order.holds('ci_newsletter')]).toEqual([false, false]);
  expect(order.values('ci_newsletter')).toEqual([true, true, false, false]);
  expect(onEvent).not.toHaveBeenCalled();
});

test('NF3: a late tick of the page before does not win over the un-tick that was sent when that page was left', async () => {
  const order = setUpOrder();
  const end = await openEndingPage(order);
  order.sandbox.faults.add({ kind: 'delay', before: 12_000, operation: 'patchConsent', times: 1 });
  click();
  click();
  end();
  openNextPage(order);
  await pass(60_000);
  expect([box().checked, state(), order.holds('ci_newsletter')]).toEqual([false, 'saved', false]);
});

test('I2: a tab that is opened from the next page does not write the answer of the page before', async () => {
  const order = setUpOrder();
  await leaveUnticked(order);
  expectWarnings(twoClients(order.orderId));
  openNextPage(order);
  await pass(100);
  click();
  await pass(100);
  // The browser copies the session storage of the tab that opens it.
  order.show(<Box name="copy" />, { client: { ...order.client }, queryClient: new QueryClient() });
  await pass(60_000);
  expect([box().checked, box('copy').checked, order.holds('ci_newsletter')]).toEqual([true, true, true]);
  expect(order.values('ci_newsletter')).toEqual([true, true, false, true]);
});

test('MT1: the next page does not write the answer of the page before if another tab answered in between', async () => {
  const order = setUpOrder();
  await leaveUnticked(order);
  await inOtherTab(order, async () => {
    const other = openNextPage(order);
    await pass(100);
    click();
    await pass(100);
    other.unmount();
  });
  openNextPage(order);
  await pass(60_000);
  expect([box().checked, order.holds('ci_newsletter')]).toEqual([true, true]);
  expect(order.values('ci_newsletter')).toEqual([true, true, false, true]);
});

test('MT1: the next page does not write over the answer of another tab that was left before it arrived', async () => {
  const order = setUpOrder();
  await leaveUnticked(order);
  await inOtherTab(order, async () => {
    const end = await openEndingPage(order, new QueryClient());
    order.sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 2_000, times: 1 });
    click();
    end();
  });
  openNextPage(order);
  await pass(60_000);
  expect([box().checked, order.holds('ci_newsletter')]).toEqual([true, true]);
  expect(order.values('ci_newsletter')).toEqual([true, true, false, true]);
});

test('MT1: an open page does not write over the answer of another tab that was left before it arrived', async () => {
  const order = setUpOrder();
  await leaveUnticked(order);
  expectWarnings(twoClients(order.orderId));
  openNextPage(order);
  const end = await openEndingPage(order, new QueryClient(), 'other');
  order.sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 2_000, times: 1 });
  click('other');
  end();
  await pass(60_000);
  expect([box().checked, order.holds('ci_newsletter')]).toEqual([true, true]);
  expect(order.values('ci_newsletter')).toEqual([true, true, false, true]);
});

test('the next page corrects a late request, though another consent was answered in another tab', async () => {
  const order = setUpOrder();
  await leaveUnticked(order);
  await inOtherTab(order, async () => {
    const other = order.show(<Box consentId="ci_terms" name="terms" />, {
      client: { ...order.client },
      queryClient: new QueryClient(),
    });
    await pass(100);
    click('terms');
    await pass(100);
    other.unmount();
  });
  openNextPage(order);
  await pass(60_000);
  expect([box().checked, order.holds('ci_newsletter')]).toEqual([false, false]);
});

test('MT6: a tab that opens after another one was left shows the answer that arrives then', async () => {
  const order = setUpOrder();
  const end = await openEndingPage(order, new QueryClient());
  order.sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 5_000, times: 1 });
  click();
  end();
  sessionStorage.clear();
  openNextPage(order);
  await pass(60_000);
  expect([box().checked, order.holds('ci_newsletter')]).toEqual([true, true]);
  expect(order.values('ci_newsletter')).toEqual([true]);
});

test('MT6: … also if the other tab ended without an event, as after a crash', async () => {
  const order = setUpOrder();
  const end = await openEndingPage(order, new QueryClient());
  order.sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 5_000, times: 1 });
  click();
  end(false);
  const { getOrder } = openPage(order);
  await pass(100);
  expect(box().checked).toBe(false);
  await pass(60_000);
  expect([box().checked, order.holds('ci_newsletter')]).toEqual([true, true]);
  expect(order.values('ci_newsletter')).toEqual([true]);
  getOrder.mockClear();
  await pass(60_000);
  expect(getOrder).not.toHaveBeenCalled();
});

test.each([
  [
    'waits',
    ({ sandbox }: Order) => {
      sandbox.faults.add({ kind: 'delay', before: 12_000, operation: 'patchConsent', times: 1 });
      click();
      return Promise.resolve();
    },
  ],
  ['was saved', tickAfterLostTick],
])('MT6: … also if an un-tick %s there, and its older tick arrives later', async (_, tick) => {
  const order = setUpOrder();
  const end = await openEndingPage(order, new QueryClient());
  await tick(order);
  await pass(1_000);
  click();
  await pass(100);
  end(false);
  openPage(order);
  await pass(100);
  expect([box().checked, order.holds('ci_newsletter')]).toEqual([false, false]);
  await pass(60_000);
  expect([box().checked, order.holds('ci_newsletter')]).toEqual([true, true]);
});

test('a tab that ended at rest without an event causes no further reads', async () => {
  const order = setUpOrder();
  const end = await openEndingPage(order, new QueryClient());
  click();
  await pass(100);
  end(false);
  const { getOrder } = openPage(order);
  await pass(100);
  expect(box().checked).toBe(true);
  getOrder.mockClear();
  await pass(60_000);
  expect(getOrder).not.toHaveBeenCalled();
});

test('no id of an order stays on the device, and the next page removes what tabs left there', async () => {
  const order = setUpOrder();
  localStorage['norce-kitchen'] = '1';
  const end = await openEndingPage(order, new QueryClient());
  click();
  end();
  await pass(0);
  expect(JSON.stringify(localStorage)).not.toContain(order.orderId);
  expect(localStorage.length).toBeGreaterThan(1);
  await pass(60_000);
  openNextPage(order);
  expect(Object.keys(localStorage)).toEqual(['norce-kitchen']);
});

test('an answer that was refused on the page before is not written by the next one', async () => {
  const order = setUpOrder();
  const end = await openEndingPage(order);
  await tickAfterLostTick(order);
  await pass(2_000);
  order.sandbox.faults.add({ kind: 'status', status: 422, operation: 'patchConsent', times: 1 });
  click();
  await pass(100);
  expect([box().checked, state(), order.holds('ci_newsletter')]).toEqual([true, 'not-saved', true]);
  end();
  openNextPage(order);
  await pass(60_000);
  expect([box().checked, order.holds('ci_newsletter')]).toEqual([true, true]);
  expect(order.values('ci_newsletter')).toEqual([true, true, false]);
});

test('a change by another party counts as soon as no request of the pages before can arrive', async () => {
  const order = setUpOrder();
  order.sandbox.faults.add({ kind: 'drop', operation: 'patchConsent', times: 1 });
  for (let clicks of [3, 0, 0]) {
    const end = await openEndingPage(order, new QueryClient());
    for (; clicks > 0; clicks -= 1) {
      click();
      await pass(100);
    }
    await pass(15_000);
    end();
  }
  expect(order.values('ci_newsletter')).toEqual([true, true, false]);
  order.sandbox.orders.setChecked(order.orderId, 'ci_newsletter', true);
  openNextPage(order);
  await pass(60_000);
  expect([box().checked, order.holds('ci_newsletter')]).toEqual([true, true]);
});

test('NF3: a lost tick of the page before, which was sent again and saved, does not win over an un-tick', async () => {
  const order = setUpOrder();
  const end = await openEndingPage(order);
  await tickAfterLostTick(order);
  await pass(1_000);
  expect([box().checked, state()]).toEqual([true, 'saved']);
  end();
  openNextPage(order);
  await pass(1_000);
  click();
  await pass(60_000);
  expect([box().checked, state(), order.holds('ci_newsletter')]).toEqual([false, 'saved', false]);
});

test('NF3: a late tick of the page before does not win on a page that has the order and shows its box later', async () => {
  const order = setUpOrder();
  await leaveUnticked(order);
  const initialOrder = await order.client.getOrder(order.orderId);
  const next = { client: { ...order.client }, queryClient: new QueryClient(), initialOrder };
  const page = order.show(<p />, next);
  await pass(1_000);
  page.rerender(order.page(<Box />, next));
  await pass(60_000);
  expect([box().checked, order.holds('ci_newsletter')]).toEqual([false, false]);
});

test.each([true, false])(
  'NF3: %j of the page before, which arrives late, does not win over a newer answer',
  async (late) => {
    // The page before would announce its answer.
    vi.stubGlobal('BroadcastChannel', undefined);
    const order = setUpOrder();
    order.sandbox.orders.setChecked(order.orderId, 'ci_newsletter', !late);
    const first = order.show(<Box />);
    await pass(100);
    order.sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 5_000, times: 1 });
    click();
    leave();
    first.unmount();
    const onEvent = vi.fn();
    openNextPage(order, { onEvent });
    for (const checked of [late, !late]) {
      await pass(1_000);
      click();
      expect(box().checked).toBe(checked);
    }
    await pass(60_000);
    expect([box().checked, order.holds('ci_newsletter'), state()]).toEqual([!late, !late, 'saved']);
    expect(order.values('ci_newsletter')).toEqual([late, late, !late, !late]);
    const saved = { type: 'consent-saved', orderId: order.orderId, consentId: 'ci_newsletter' };
    expect(onEvent.mock.calls).toEqual([[{ ...saved, checked: late }], [{ ...saved, checked: !late }]]);
  },
);

test('the next page shows the answers to two orders as saved', async () => {
  const order = setUpOrder();
  const { id: otherId } = order.sandbox.orders.create();
  const newsletter = <ConsentCheckbox consentId="ci_newsletter" label="News" />;
  const pages = [order.show(newsletter), order.show(newsletter, { orderId: otherId })];
  await pass(100);
  order.sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 5_000, times: 2 });
  for (const element of screen.getAllByRole('checkbox')) fireEvent.click(element);
  leave();
  for (const { unmount } of pages) unmount();
  const onEvent = vi.fn();
  const next = { client: { ...order.client }, queryClient: new QueryClient(), onEvent };
  order.show(newsletter, next);
  order.show(newsletter, { ...next, orderId: otherId });
  await pass(9_000);
  const saved = { type: 'consent-saved', consentId: 'ci_newsletter', checked: true };
  const events = [order.orderId, otherId].map((orderId) => [{ ...saved, orderId }]);
  expect(onEvent.mock.calls).toEqual(events);
});

test.each([0, 1])(
  'NV10: a page after one with writes to two orders reads only the one that it shows, number %i',
  async (number) => {
    const order = setUpOrder();
    const ids = [order.orderId, order.sandbox.orders.create().id];
    const pages = ids.map((orderId) => order.show(<Box name={orderId} />, { orderId }));
    await pass(100);
    order.sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 5_000, times: 2 });
    for (const element of screen.getAllByRole('checkbox')) fireEvent.click(element);
    leave();
    for (const { unmount } of pages) unmount();
    const getOrder = vi.fn(order.client.getOrder);
    const client = { ...order.client, getOrder };
    order.show(<Box />, { client, queryClient: new QueryClient(), orderId: ids[number] ?? '' });
    await pass(60_000);
    expect([...new Set(getOrder.mock.calls.map(([orderId]) => orderId))]).toEqual([ids[number]]);
  },
);

test('NV10: the next page also reads an order later that is not the one of its provider', async () => {
  vi.stubGlobal('BroadcastChannel', undefined);
  const order = setUpOrder();
  const { id: otherId } = order.sandbox.orders.create();
  const newsletter = <ConsentCheckbox orderId={otherId} consentId="ci_newsletter" label="News" />;
  const { unmount } = order.show(newsletter);
  await pass(100);
  order.sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 5_000, times: 1 });
  fireEvent.click(screen.getByRole('checkbox'));
  leave();
  unmount();
  order.show(newsletter, { client: { ...order.client }, queryClient: new QueryClient() });
  await pass(100);
  expect(screen.getByRole('checkbox')).toHaveProperty('checked', false);
  await pass(9_000);
  expect(screen.getByRole('checkbox')).toHaveProperty('checked', true);
});

test('NV10: after a page with a text under way, the next one reads the order until that write cannot arrive', async () => {
  vi.stubGlobal('BroadcastChannel', undefined);
  const order = setUpOrder();
  const { unmount } = order.show(<Note />);
  await pass(100);
  order.sandbox.faults.add({ kind: 'delay', operation: 'patchAttributes', before: 5_000, times: 1 });
  fireEvent.change(screen.getByRole('textbox'), { target: { value: 'Ring' } });
  leave();
  unmount();
  order.show(<Note />, { client: { ...order.client }, queryClient: new QueryClient() });
  await pass(100);
  expect(screen.getByRole('status').textContent).toBe('undefined');
  await pass(9_000);
  expect(screen.getByRole('status').textContent).toBe('Ring');
});

test('AT5: a text of the page before, which arrives late, does not win over a newer text', async () => {
  vi.stubGlobal('BroadcastChannel', undefined);
  const order = setUpOrder();
  const first = order.show(<Note />);
  await pass(100);
  order.sandbox.faults.add({ kind: 'delay', operation: 'patchAttributes', before: 5_000, times: 1 });
  fireEvent.change(screen.getByRole('textbox'), { target: { value: 'Ring' } });
  leave();
  first.unmount();
  order.show(<Note />, { client: { ...order.client }, queryClient: new QueryClient() });
  await pass(100);
  fireEvent.change(screen.getByRole('textbox'), { target: { value: 'Knock' } });
  await pass(60_000);
  expect(order.sandbox.orders.get(order.orderId)?.attributes).toEqual({ note: 'Knock' });
  expect(screen.getByRole('status').textContent).toBe('Knock');
});

test('NV10: the next page reads the order later although the box was gone when the page was left', async () => {
  vi.stubGlobal('BroadcastChannel', undefined);
  const order = setUpOrder();
  const { unmount } = order.show(<Box />);
  await pass(100);
  order.sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 5_000, times: 1 });
  click();
  unmount();
  await pass(100);
  leave();
  openNextPage(order);
  await pass(100);
  expect(box().checked).toBe(false);
  await pass(9_000);
  expect(box().checked).toBe(true);
});

test('NV10: the next page reads the order later although the shopper went on without the answer', async () => {
  vi.stubGlobal('BroadcastChannel', undefined);
  const order = setUpOrder();
  const { unmount } = order.show(<DroppedBox />);
  await pass(100);
  order.sandbox.faults.add({ kind: 'drop-then-apply', after: 8_000, operation: 'patchConsent', times: 1 });
  fireEvent.click(screen.getByRole('checkbox'));
  await pass(1_000);
  fireEvent.click(screen.getByRole('button', { name: 'Go on' }));
  await pass(1_000);
  expect(screen.getByRole('checkbox')).toHaveProperty('checked', false);
  leave();
  unmount();
  openNextPage(order);
  await pass(100);
  expect(box().checked).toBe(false);
  await pass(30_000);
  expect([box().checked, order.values('ci_newsletter')]).toEqual([true, [true]]);
});

test('NV10: the next page reads the order later although the field was gone when the page was left', async () => {
  vi.stubGlobal('BroadcastChannel', undefined);
  const order = setUpOrder();
  const { unmount } = order.show(<Note />);
  await pass(100);
  order.sandbox.faults.add({ kind: 'delay', operation: 'patchAttributes', before: 5_000, times: 1 });
  fireEvent.change(screen.getByRole('textbox'), { target: { value: 'Ring' } });
  unmount();
  await pass(100);
  leave();
  order.show(<Note />, { client: { ...order.client }, queryClient: new QueryClient() });
  await pass(100);
  expect(screen.getByRole('status').textContent).toBe('undefined');
  await pass(9_000);
  expect(screen.getByRole('status').textContent).toBe('Ring');
});

test('the next page shows the answers of two clients to one order as saved', async () => {
  const order = setUpOrder();
  const consents = ['ci_newsletter', 'ci_terms'] as const;
  expectWarnings(twoClients(order.orderId));
  const pages = consents.map((consentId) =>
    order.show(<Box consentId={consentId} name={consentId} />, {
      client: { ...order.client },
      queryClient: new QueryClient(),
    }),
  );
  await pass(100);
  order.sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 5_000, times: 2 });
  for (const consentId of consents) click(consentId);
  leave();
  for (const { unmount } of pages) unmount();
  const onEvent = vi.fn();
  order.show(
    consents.map((consentId) => <Box key={consentId} consentId={consentId} name={consentId} />) as never,
    {
      client: { ...order.client },
      queryClient: new QueryClient(),
      onEvent,
    },
  );
  await pass(9_000);
  const saved = { type: 'consent-saved', orderId: order.orderId, checked: true };
  expect(onEvent.mock.calls).toEqual(consents.map((consentId) => [{ ...saved, consentId }]));
});

test('I2: an answer of the page before shows as saved once, and not again when others give it', async () => {
  const order = setUpOrder();
  const { sandbox, orderId } = order;
  const first = openPage(order);
  await pass(100);
  sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 5_000, times: 1 });
  click();
  leave();
  first.unmount();
  order.queryClient.clear();
  const onEvent = vi.fn();
  const queryClient = new QueryClient();
  order.show(<Box />, { client: { ...order.client }, queryClient, onEvent });
  await pass(60_000);
  expect([box().checked, state()]).toEqual([true, 'saved']);
  for (const isTicked of [false, true]) {
    sandbox.orders.setChecked(orderId, 'ci_newsletter', isTicked);
    act(() => void queryClient.invalidateQueries());
    await pass(2_000);
    expect([box().checked, state()]).toEqual([isTicked, 'idle']);
  }
  const about = { orderId, consentId: 'ci_newsletter' };
  expect(onEvent.mock.calls).toEqual([
    [{ type: 'consent-saved', ...about, checked: true }],
    [{ type: 'consent-changed', ...about, checked: false }],
    [{ type: 'consent-changed', ...about, checked: true }],
  ]);
});

test('a provider that mounts again does not take the answer of the page before again, which a newer one replaced', async () => {
  const order = setUpOrder();
  const end = await openEndingPage(order, new QueryClient());
  order.sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 1_000, times: 1 });
  click();
  end();
  const onEvent = vi.fn();
  const queryClient = new QueryClient();
  const props = { client: { ...order.client }, queryClient, onEvent };
  const first = order.show(<Box />, props);
  await pass(4_000);
  click();
  await pass(100);
  expect([box().checked, state(), order.holds('ci_newsletter')]).toEqual([false, 'saved', false]);
  first.unmount();
  order.show(<Box />, props);
  // From now on no request of the page before may arrive.
  await pass(40_000);
  onEvent.mockClear();
  order.sandbox.orders.setChecked(order.orderId, 'ci_newsletter', true);
  act(() => void queryClient.invalidateQueries());
  await pass(2_000);
  expect([box().checked, state()]).toEqual([true, 'idle']);
  const about = { orderId: order.orderId, consentId: 'ci_newsletter' };
  expect(onEvent.mock.calls).toEqual([[{ type: 'consent-changed', ...about, checked: true }]]);
});

test('NV9: a page that is shown again after one with a write under way was left shows the answer when it arrives', async () => {
  vi.stubGlobal('BroadcastChannel', undefined);
  const order = setUpOrder();
  const kept = openPage(order);
  await pass(100);
  await answerOnNextPage(order);
  fireEvent(window, new PageTransitionEvent('pageshow', { persisted: true }));
  await pass(2_000);
  expect(box().checked).toBe(false);
  kept.getOrder.mockClear();
  await pass(60_000);
  expect(box().checked).toBe(true);
  expect(kept.getOrder.mock.calls.length).toBeLessThanOrEqual(6);
  expect(order.values('ci_newsletter')).toEqual([true]);
});

test('NV9: an answer of the page after it that arrives late wins over one of a page that was kept', async () => {
  vi.stubGlobal('BroadcastChannel', undefined);
  const order = setUpOrder();
  const kept = order.show(<Box />);
  await pass(100);
  click();
  await pass(100);
  await answerOnNextPage(order);
  kept.unmount();
  order.show(<Box />);
  await pass(60_000);
  expect([box().checked, order.holds('ci_newsletter')]).toEqual([false, false]);
  expect(order.values('ci_newsletter')).toEqual([true, false]);
});

test('NV9: an answer of the page after it wins over one of a page that was kept and went back to what the order held', async () => {
  vi.stubGlobal('BroadcastChannel', undefined);
  const order = setUpOrder();
  const { faults } = order.sandbox;
  const kept = order.show(<Box />);
  await pass(100);
  faults.add({ kind: 'delay', operation: 'patchConsent', before: 1_000, times: 1 });
  faults.add({ kind: 'status', status: 422, operation: 'patchConsent', times: 1 });
  click();
  click();
  await pass(5_000);
  expect([box().checked, state()]).toEqual([false, 'idle']);
  await answerOnNextPage(order);
  kept.unmount();
  order.show(<Box />);
  await pass(60_000);
  expect([box().checked, order.holds('ci_newsletter')]).toEqual([true, true]);
  // The refused one, and that of the next page.
  expect(order.values('ci_newsletter')).toEqual([true, true]);
});

test('NV9: an answer of the page after it is one of the shopper, also one that takes back an answer of the page', async () => {
  vi.stubGlobal('BroadcastChannel', undefined);
  const order = setUpOrder();
  const onEvent = vi.fn();
  order.show(<Box />, { onEvent });
  await pass(100);
  click();
  await pass(100);
  await answerOnNextPage(order);
  fireEvent(window, new PageTransitionEvent('pageshow', { persisted: true }));
  await pass(60_000);
  expect([box().checked, order.holds('ci_newsletter'), state()]).toEqual([false, false, 'saved']);
  expect(order.values('ci_newsletter')).toEqual([true, false]);
  const saved = { type: 'consent-saved', orderId: order.orderId, consentId: 'ci_newsletter' };
  expect(onEvent.mock.calls).toEqual([[{ ...saved, checked: true }], [{ ...saved, checked: false }]]);
});

test('NV9: a late request of the page after it does not undo the answer of that page on a page that was kept', async () => {
  vi.stubGlobal('BroadcastChannel', undefined);
  const order = setUpOrder();
  order.show(<Box />);
  await pass(100);
  expectWarnings(twoClients(order.orderId));
  const end = await openEndingPage(order, new QueryClient(), 'next');
  order.sandbox.faults.add({ kind: 'drop-then-apply', after: 8_000, operation: 'patchConsent', times: 1 });
  for (let clicks = 0; clicks < 3; clicks += 1) {
    click('next');
    await pass(100);
  }
  expect([box('next').checked, state('next')]).toEqual([false, 'saved']);
  end();
  fireEvent(window, new PageTransitionEvent('pageshow', { persisted: true }));
  await pass(60_000);
  expect([box().checked, order.holds('ci_newsletter')]).toEqual([false, false]);
});

test('NV9: a page that is shown again takes a change by another party, though it left an answer under way', async () => {
  vi.stubGlobal('BroadcastChannel', undefined);
  const order = setUpOrder();
  order.show(<Box />);
  await pass(100);
  order.sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 1_000, times: 1 });
  click();
  leave();
  fireEvent(window, new PageTransitionEvent('pageshow', { persisted: true }));
  await pass(2_000);
  click();
  await pass(100);
  expect([box().checked, state()]).toEqual([false, 'saved']);
  order.sandbox.orders.setChecked(order.orderId, 'ci_newsletter', true);
  await pass(60_000);
  expect([box().checked, order.holds('ci_newsletter')]).toEqual([true, true]);
  expect(order.values('ci_newsletter')).toEqual([true, false]);
});

test('NV9: an answer of the page after it replaces one whose response comes when the page is shown again', async () => {
  const { options, release } = holdWrites({ when: 'after' });
  const order = setUpOrder({}, {}, options);
  order.show(<Box />);
  await pass(100);
  click();
  leave();
  await pass(1_000);
  noteUntick(order, false);
  fireEvent(window, new PageTransitionEvent('pageshow', { persisted: true }));
  release();
  await pass(2_000);
  order.sandbox.orders.setChecked(order.orderId, 'ci_newsletter', false);
  await pass(60_000);
  expect([box().checked, order.holds('ci_newsletter')]).toEqual([false, false]);
});

test('NV9: an answer of the page after it replaces one that waits for a connection on the page that was kept', async () => {
  const isOnline = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  const order = setUpOrder();
  order.sandbox.faults.add({ kind: 'drop' });
  order.show(<Box />);
  await pass(100);
  click();
  await pass(1_000);
  expect(state()).toBe('waiting');
  leave();
  await pass(1_000);
  noteUntick(order, true);
  isOnline.mockRestore();
  order.sandbox.faults.clear();
  fireEvent(window, new PageTransitionEvent('pageshow', { persisted: true }));
  window.dispatchEvent(new Event('online'));
  await pass(60_000);
  expect([box().checked, order.holds('ci_newsletter')]).toEqual([false, false]);
});

test('NV9: a late request of a page that was kept does not undo the saved answer of the page after it', async () => {
  vi.stubGlobal('BroadcastChannel', undefined);
  const order = setUpOrder();
  order.show(<Box />);
  await pass(100);
  await tickAfterLostTick(order);
  await pass(1_000);
  click();
  await pass(100);
  expect([box().checked, state(), order.holds('ci_newsletter')]).toEqual([false, 'saved', false]);
  leave();
  expectWarnings(twoClients(order.orderId));
  const end = await openEndingPage(order, new QueryClient(), 'next');
  await pass(100);
  click('next');
  await pass(100);
  expect([state('next'), order.holds('ci_newsletter')]).toEqual(['saved', true]);
  end();
  fireEvent(window, new PageTransitionEvent('pageshow', { persisted: true }));
  await pass(60_000);
  expect([box().checked, order.holds('ci_newsletter')]).toEqual([true, true]);
  expect(order.values('ci_newsletter')).toEqual([true, true, false, true]);
});

test('NV9: a page that is shown again keeps an answer of the note that is newer than a stored one', async () => {
  const order = setUpOrder();
  const end = await openEndingPage(order, new QueryClient());
  for (const _ of [true, false]) {
    click();
    await pass(1_000);
  }
  end();
  // A page of the lazy entry, before its engine, leaves a note alone.
  const name = JSON.stringify([order.orderId, 'ci_newsletter']);
  sessionStorage[`norce-kit-left${order.orderId}`] = JSON.stringify([[Date.now(), name, true, [[true]]]]);
  order.sandbox.orders.setChecked(order.orderId, 'ci_newsletter', true);
  openNextPage(order);
  await pass(1_000);
  leave();
  await pass(1_000);
  fireEvent(window, new PageTransitionEvent('pageshow', { persisted: true }));
  await pass(60_000);
  expect([box().checked, order.holds('ci_newsletter')]).toEqual([true, true]);
  expect(order.values('ci_newsletter')).toEqual([true, false]);
});

test('NV9: an answer that waits for a connection on a page that was kept is replaced by a saved one of the page after it', async () => {
  vi.stubGlobal('BroadcastChannel', undefined);
  const isOnline = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  const order = setUpOrder();
  order.sandbox.faults.add({ kind: 'drop', operation: 'patchConsent' });
  order.show(<Box />);
  await pass(100);
  click();
  await pass(1_000);
  expect([box().checked, state()]).toEqual([true, 'waiting']);
  leave();
  isOnline.mockRestore();
  order.sandbox.faults.clear();
  expectWarnings(twoClients(order.orderId));
  const end = await openEndingPage(order, new QueryClient(), 'next');
  click('next');
  await pass(100);
  click('next');
  await pass(100);
  expect([state('next'), order.holds('ci_newsletter')]).toEqual(['saved', false]);
  end();
  fireEvent(window, new PageTransitionEvent('pageshow', { persisted: true }));
  window.dispatchEvent(new Event('online'));
  await pass(60_000);
  expect([box().checked, order.holds('ci_newsletter')]).toEqual([false, false]);
});

test('a page that was left at rest causes no further reads', async () => {
  const order = setUpOrder();
  const first = openPage(order);
  await pass(100);
  click();
  await pass(100);
  leave();
  // Pages of other tests may still have writes under way.
  localStorage.clear();
  first.unmount();
  order.queryClient.clear();
  const { getOrder } = openPage(order);
  await pass(100);
  getOrder.mockClear();
  await pass(60_000);
  expect(getOrder).not.toHaveBeenCalled();
  expect(sessionStorage.getItem(`norce-kit-left${order.orderId}`)).toBeNull();
});

test('a note that is too old causes no further reads', async () => {
  const order = setUpOrder();
  sessionStorage.setItem(`norce-kit-left${order.orderId}`, JSON.stringify([[Date.now() - 31_000]]));
  const { getOrder } = openPage(order);
  await pass(100);
  getOrder.mockClear();
  await pass(60_000);
  expect(getOrder).not.toHaveBeenCalled();
});

const otherNotes = ['', 'null', '1800000000000', '{', '[1]', '[1800000000000,[]]'];

test.each(otherNotes)('a page leaves its own note in place of one of another form: %j', async (note) => {
  vi.stubGlobal('BroadcastChannel', undefined);
  const order = setUpOrder();
  sessionStorage.setItem(`norce-kit-left${order.orderId}`, note);
  const end = await openEndingPage(order);
  order.sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 5_000, times: 1 });
  click();
  end();
  openNextPage(order);
  await pass(100);
  expect(box().checked).toBe(false);
  await pass(30_000);
  expect([box().checked, state(), order.values('ci_newsletter')]).toEqual([true, 'saved', [true]]);
});

test.each(otherNotes)('a note of another form causes no further reads: %j', async (note) => {
  const order = setUpOrder();
  sessionStorage.setItem(`norce-kit-left${order.orderId}`, note);
  const { getOrder } = openPage(order);
  await pass(100);
  getOrder.mockClear();
  await pass(60_000);
  expect(getOrder).not.toHaveBeenCalled();
});

test('a browser that forbids storage saves all the same', async () => {
  vi.stubGlobal('sessionStorage', undefined);
  const order = setUpOrder();
  openPage(order);
  await pass(100);
  click();
  leave();
  await pass(100);
  expect(order.holds('ci_newsletter')).toBe(true);
});
