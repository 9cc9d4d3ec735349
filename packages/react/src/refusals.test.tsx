import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { ConsentCheckbox, ConsentGroup } from '@norce-kit/react';
import { holdWrites, setUpOrder } from '../test/order.tsx';

type Order = ReturnType<typeof setUpOrder>;

/** Shows a box of an order whose later reads wait. Records the texts of its live region. */
async function setUp(page = <ConsentCheckbox consentId="ci_newsletter" label="News" />) {
  const waiting: (() => void)[] = [];
  let isHeld = false;
  const order = setUpOrder({}, {}, (sandbox) => ({
    fetch: async (request) => {
      if (request.method === 'GET' && isHeld) await new Promise<void>((resolve) => waiting.push(resolve));
      return sandbox.fetch(request);
    },
  }));
  order.show(page);
  await screen.findAllByRole('checkbox');
  await waitFor(() => expect(order.queryClient.isFetching()).toBe(0));
  isHeld = true;
  const texts: string[] = [];
  const [region] = screen.getAllByRole('status') as [HTMLElement];
  const observer = new MutationObserver(() => {
    const text = region.textContent;
    // A slow machine takes more than 400 ms.
    if (text !== '' && text !== texts.at(-1) && !text.endsWith('Saving …')) texts.push(text);
  });
  observer.observe(region, { childList: true, characterData: true, subtree: true });
  /** Waits for what the page starts by itself. */
  const settle = () =>
    act(async () => {
      for (let task = 0; task < 5; task += 1) await new Promise((resolve) => setTimeout(resolve));
    });
  /** Carries out the reads that wait, one after the other, and those that follow them. */
  const releaseReads = async () => {
    await waitFor(() => expect(waiting).not.toHaveLength(0));
    do {
      waiting.shift()?.();
      // The next read starts in a later task.
      await settle();
    } while (waiting.length > 0);
  };
  const tick = () => {
    const [box] = screen.getAllByRole('checkbox') as [HTMLElement];
    // A message names its box when the focus is elsewhere.
    act(() => box.focus());
    fireEvent.click(box);
  };
  return { ...order, texts, tick, settle, releaseReads };
}

const placed = 'The order has already been placed. The box stays unticked.';
const gone = 'This choice is no longer part of the order.';

const notSaved = 'Not saved. The box is still unticked.';
const reasons = {
  'a placed order': [placed, ({ sandbox, orderId }: Order) => sandbox.orders.setStatus(orderId, 'completed')],
  'a consent that left the order': [
    gone,
    ({ sandbox, orderId }: Order) => sandbox.orders.update(orderId, { consents: [] }),
  ],
  'an order as it was': [notSaved, () => undefined],
} as const;

test.each(['a placed order', 'a consent that left the order'] as const)(
  'AX6: the refusal of the order API for %s is announced once, with its reason',
  async (name) => {
    const [text, change] = reasons[name];
    const order = await setUp();
    change(order);
    order.tick();
    await order.releaseReads();
    await screen.findByText(text);
    expect(order.texts).toEqual([text]);
  },
);

const final = [400, 401, 403, 404, 410, 415, 422];
const conflicts = [409, 412, 423];

test.each(
  [...final, ...conflicts].flatMap((status) => Object.keys(reasons).map((name) => [status, name] as const)),
)('AX6: a refusal with %s for %s is announced once', async (status, name) => {
  const [text, change] = reasons[name as keyof typeof reasons];
  const order = await setUp();
  order.sandbox.faults.add({ kind: 'status', status, operation: 'patchConsent' });
  change(order);
  order.tick();
  await order.releaseReads();
  await screen.findByText(text);
  expect(order.texts).toEqual([text]);
  expect(screen.getByRole('checkbox')).toHaveProperty('checked', false);
  // Repeating helps neither with an order that is placed nor with a consent that is gone.
  expect(screen.queryAllByRole('button', { name: /^Try again/ })).toHaveLength(text === notSaved ? 1 : 0);
});

test('a box of a placed order that reports a conflict takes another answer', async () => {
  const order = await setUp();
  const removeFault = order.sandbox.faults.add({ kind: 'status', status: 409, operation: 'patchConsent' });
  order.sandbox.orders.setStatus(order.orderId, 'completed');
  order.tick();
  await order.releaseReads();
  await screen.findByText(placed);
  const box = screen.getByRole('checkbox');
  expect(box.ariaReadOnly).not.toBe('true');
  removeFault();
  order.tick();
  await order.releaseReads();
  await waitFor(() => expect(box.ariaReadOnly).toBe('true'));
  expect(order.writes()).toHaveLength(2);
});

test.each([401, 403, 404, 410])(
  'a box whose order refuses writes and reads with %s offers no repetition until the order can be read',
  async (status) => {
    const order = await setUp();
    const { sandbox, queryClient } = order;
    sandbox.faults.add({ kind: 'status', status });
    order.tick();
    await order.releaseReads();
    await screen.findByText(notSaved);
    await waitFor(() => expect(queryClient.isFetching()).toBe(0));
    expect(screen.queryAllByRole('button')).toEqual([]);
    sandbox.faults.clear();
    void queryClient.invalidateQueries();
    await order.releaseReads();
    fireEvent.click(await screen.findByRole('button', { name: /^Try again/ }));
    await order.releaseReads();
    await screen.findByText('Saved');
    expect(order.holds('ci_newsletter')).toBe(true);
  },
);

test('AX6: a refusal with 429 for a consent that left the order is announced once', async () => {
  const order = await setUp();
  order.sandbox.faults.add({ kind: 'status', status: 429, operation: 'patchConsent' });
  order.sandbox.orders.update(order.orderId, { consents: [] });
  order.tick();
  await screen.findByText(notSaved);
  await order.settle();
  expect(order.queryClient.isFetching()).toBe(0);
  expect(order.texts).toEqual([notSaved]);
});

test.each([
  [409, 503],
  [403, 403],
  [401, 401],
  [404, 404],
])(
  'AX6: a refusal with %s is announced when the read that follows it fails with %s',
  async (status, read) => {
    const { sandbox, texts, tick, releaseReads } = await setUp();
    sandbox.faults.add({ kind: 'status', status, operation: 'patchConsent' });
    sandbox.faults.add({ kind: 'status', status: read, operation: 'getOrder' });
    tick();
    await releaseReads();
    await screen.findByText(notSaved);
    expect(texts).toEqual([notSaved]);
    expect(screen.getByRole('checkbox')).toHaveProperty('checked', false);
  },
);

test.each([429])('AX6: a refusal with %s, which may pass, is announced without a read', async (status) => {
  const { sandbox, texts, tick } = await setUp();
  sandbox.faults.add({ kind: 'status', status, operation: 'patchConsent' });
  tick();
  await screen.findByText(notSaved);
  expect(texts).toEqual([notSaved]);
});

test.each([
  ['a box of the shop', (props: { id: string }) => <ConsentCheckbox consentId={props.id} label="Own" />],
  ['the plain box', undefined],
])('AX6: %s in a group announces that its consent left the order', async (_, renderConsent) => {
  const order = await setUp(<ConsentGroup renderConsent={renderConsent} />);
  order.sandbox.orders.update(order.orderId, { consents: [{ id: 'ci_terms', text: 'Terms' }] });
  order.tick();
  await order.releaseReads();
  await screen.findByText(gone);
  expect(order.texts).toEqual([gone]);
  expect(document.activeElement).toBe(screen.getAllByRole('checkbox')[1]);
});

test('a box of the shop whose consent left the order is gone when nothing of it is unsaved', async () => {
  const renderConsent = ({ id }: { id: string }) => (
    <section aria-label={id}>
      <ConsentCheckbox consentId={id} />
    </section>
  );
  const { sandbox, orderId, queryClient, show } = setUpOrder();
  show(<ConsentGroup renderConsent={renderConsent} />);
  await screen.findByRole('region', { name: 'ci_newsletter' });
  sandbox.orders.update(orderId, { consents: [{ id: 'ci_terms', text: 'Terms' }] });
  await act(() => queryClient.invalidateQueries());
  await waitFor(() => expect(screen.queryByRole('region', { name: 'ci_newsletter' })).toBeNull());
  expect(screen.getAllByRole('checkbox')).toHaveLength(1);
});

test('SE5: a box stays while its answer is under way, and reports that the consent left the order', async () => {
  const { options, release } = holdWrites();
  const { sandbox, orderId, queryClient, show } = setUpOrder({}, {}, options);
  show(<ConsentCheckbox consentId="ci_newsletter" label="News" />);
  const box = await screen.findByRole('checkbox');
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  act(() => box.focus());
  fireEvent.click(box);
  sandbox.orders.update(orderId, { consents: [] });
  await act(() => queryClient.invalidateQueries());
  expect([screen.getByRole('checkbox'), document.activeElement]).toEqual([box, box]);
  await screen.findByText(gone);
  release();
  await waitFor(() => expect(box).toHaveProperty('checked', false));
  expect(screen.getByText(gone)).toBeDefined();
});
