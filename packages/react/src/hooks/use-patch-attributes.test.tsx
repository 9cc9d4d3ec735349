import { fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pass, setUpOrder } from '../../test/order.tsx';
import { attributesOf } from '../client/attributes.ts';
import { useOrder } from './use-order.ts';
import { usePatchAttributes } from './use-patch-attributes.ts';
import type { UsePatchAttributesOptions } from './use-patch-attributes.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Result = ReturnType<typeof usePatchAttributes>;

/** A page with the hook in it, and what it returned last. */
function setUp(...given: Parameters<typeof setUpOrder>) {
  const order = setUpOrder(...given);
  const results: Result[] = [];
  function Page(options: UsePatchAttributesOptions) {
    const result = usePatchAttributes(options);
    const { data } = useOrder();
    results.push(result);
    return <output>{JSON.stringify(data?.attributes)}</output>;
  }
  const hook = () => {
    const last = results.at(-1);
    if (last === undefined) throw new Error('The hook was not rendered.');
    return last;
  };
  return {
    ...order,
    Page,
    hook,
    held: () => order.sandbox.orders.get(order.orderId)?.attributes,
    cached: () => JSON.parse(screen.getByRole('status').textContent) as unknown,
    sent: () => order.sandbox.receipts.list({ operation: 'patchAttributes' }).map(({ value }) => value),
  };
}

/** A field of the shop's own that saves while it is typed into. */
function Note({ delay = 500 }) {
  const { mutate } = usePatchAttributes<{ note: string }>({ delay });
  const [note, setNote] = useState('');
  return (
    <input
      value={note}
      onChange={(event) => {
        setNote(event.target.value);
        mutate({ note: event.target.value });
      }}
    />
  );
}
const type = (text: string) => fireEvent.change(screen.getByRole('textbox'), { target: { value: text } });

test('AT1: two writes of different keys are both on the order, and the cached order follows', async () => {
  const { show, Page, hook, held, cached } = setUp({ latency: 100 });
  show(<Page />);
  await pass(500);
  hook().mutate({ gift: true });
  hook().mutate({ note: 'ring' });
  await pass(1_000);
  expect(held()).toEqual({ gift: true, note: 'ring' });
  expect(cached()).toEqual({ gift: true, note: 'ring' });
  expect(hook()).toMatchObject({ status: 'success', data: { note: 'ring' }, failedKeys: [] });
});

test('AT2: 20 values of one key end in the last one, with one write under way at a time', async () => {
  const { show, Page, hook, held, sent, cached } = setUp({ latency: 200 });
  show(<Page />);
  await pass(1_000);
  for (let n = 1; n <= 20; n += 1) {
    hook().mutate({ note: `n${n}` });
    await pass(30);
  }
  await pass(2_000);
  expect(held()).toEqual({ note: 'n20' });
  expect(cached()).toEqual({ note: 'n20' });
  expect(sent().length).toBeLessThanOrEqual(6);
});

test('AT2: typing is one write, soon after the last key, and one look at the order', async () => {
  const { show, Page, sent, held, client } = setUp();
  const getOrder = vi.fn(client.getOrder);
  const element = (
    <>
      <Note />
      <Page />
    </>
  );
  show(element, { client: { ...client, getOrder } });
  await pass(100);
  getOrder.mockClear();
  for (const text of ['r', 'ri', 'rin', 'ring']) {
    type(text);
    await pass(100);
  }
  expect(sent()).toEqual([]);
  await pass(400);
  expect(held()).toEqual({ note: 'ring' });
  await pass(1_000);
  expect(sent()).toHaveLength(1);
  expect(getOrder).toHaveBeenCalledTimes(1);
});

test('AT2: leaving the field sends the typed value at once', async () => {
  const { show, held } = setUp();
  show(<Note delay={60_000} />);
  await pass(100);
  type('ring');
  await pass(10);
  expect(held()).toEqual({});
  fireEvent.focusOut(screen.getByRole('textbox'));
  await pass(10);
  expect(held()).toEqual({ note: 'ring' });
});

/** A body inside of a shadow root, and one inside of an iframe. */
const roots: readonly (readonly [string, () => HTMLElement])[] = [
  [
    'a shadow root',
    () => {
      const host = document.body.appendChild(document.createElement('div'));
      return host.attachShadow({ mode: 'open' }).appendChild(document.createElement('div'));
    },
  ],
  [
    'an iframe',
    () => {
      const { contentDocument } = document.body.appendChild(document.createElement('iframe'));
      if (contentDocument === null) throw new Error('The iframe has no document.');
      return contentDocument.body;
    },
  ],
];

test.each(roots)(
  'AT2: leaving a field for the next one inside of %s sends the typed value',
  async (_, open) => {
    const { page, sent } = setUp();
    const container = open();
    const { unmount } = render(
      page(
        createPortal(
          <>
            <Note delay={5_000} />
            <button>next</button>
          </>,
          container,
        ),
      ),
    );
    await pass(100);
    const field = container.querySelector('input');
    field?.focus();
    if (field !== null) fireEvent.change(field, { target: { value: 'ring' } });
    await pass(100);
    expect(sent()).toEqual([]);
    container.querySelector('button')?.focus();
    await pass(100);
    expect(sent()).toEqual([{ note: 'ring' }]);
    unmount();
    document.body.replaceChildren();
  },
);

test('AT2: leaving the page sends the typed value at once', async () => {
  const { show, held } = setUp();
  show(<Note delay={60_000} />);
  await pass(100);
  type('ring');
  window.dispatchEvent(new Event('pagehide'));
  await pass(10);
  expect(held()).toEqual({ note: 'ring' });
});

test('AT2: waiting for the writes of the page sends the typed value at once', async () => {
  const { show, held, client, orderId } = setUp({ latency: 50 });
  show(<Note delay={60_000} />);
  await pass(500);
  type('ring');
  const settled = attributesOf(client).whenSettled(orderId);
  await pass(100);
  await settled;
  expect(held()).toEqual({ note: 'ring' });
});

test('AT2: a typed value is saved although the field unmounted', async () => {
  const { show, page, held } = setUp();
  const { rerender } = show(<Note />);
  await pass(100);
  type('ring');
  rerender(page(null));
  await pass(1_000);
  expect(held()).toEqual({ note: 'ring' });
});

test('AT3: null is written as null; undefined is refused before anything is sent', async () => {
  const { show, Page, hook, held, sent } = setUp();
  show(<Page />);
  await pass(100);
  hook().mutate({ note: null });
  await pass(100);
  expect(held()).toEqual({ note: null });
  hook().mutate({ note: undefined });
  await pass(100);
  expect(hook()).toMatchObject({ status: 'error', error: { kind: 'invalid' }, failedKeys: ['note'] });
  expect(held()).toEqual({ note: null });
  expect(sent()).toHaveLength(1);
});

test('HC7: a value that JSON cannot carry is an error before anything is sent', async () => {
  const { show, Page, hook, writes } = setUp();
  show(<Page />);
  await pass(100);
  hook().mutate({ note: 'ring', bad: Number.NaN });
  await pass(100);
  expect(hook()).toMatchObject({ status: 'error', error: { kind: 'invalid' } });
  expect(writes()).toEqual([]);
});

test('AT4: of a refused write no key is shown as saved, and each is named', async () => {
  const { sandbox, show, Page, hook, cached } = setUp();
  show(<Page />);
  await pass(100);
  sandbox.faults.add({ kind: 'status', status: 400, operation: 'patchAttributes' });
  hook().mutate({ gift: true, note: 'ring' });
  await pass(100);
  expect(hook()).toMatchObject({ isError: true, failedKeys: ['gift', 'note'] });
  expect(cached()).toEqual({});
});

test('AT4: a failure is not covered up by a later write of another key, only mended by one of its own', async () => {
  const { sandbox, show, Page, hook, held } = setUp();
  show(<Page />);
  await pass(100);
  sandbox.faults.add({ kind: 'status', status: 400, operation: 'patchAttributes', times: 1 });
  hook().mutate({ note: 'ring' });
  await pass(100);
  hook().mutate({ gift: true });
  await pass(100);
  expect(hook()).toMatchObject({ isSuccess: true, failedKeys: ['note'] });
  hook().mutate({ note: 'ring' });
  await pass(100);
  expect(hook()).toMatchObject({ isSuccess: true, failedKeys: [] });
  expect(held()).toEqual({ gift: true, note: 'ring' });
});

test('AT4: reset forgets a failure, and another order has none', async () => {
  const { sandbox, show, page, Page, hook } = setUp();
  const { id: other } = sandbox.orders.create();
  const { rerender } = show(<Page />);
  await pass(100);
  sandbox.faults.add({ kind: 'status', status: 400, operation: 'patchAttributes' });
  hook().mutate({ note: 'ring' });
  await pass(100);
  rerender(page(<Page />, { orderId: other }));
  expect(hook().failedKeys).toEqual([]);
  rerender(page(<Page />));
  expect(hook().failedKeys).toEqual(['note']);
  hook().reset();
  await pass(100);
  expect(hook()).toMatchObject({ status: 'idle', failedKeys: [] });
});

test('after a lost response the order is read before the write counts as failed', async () => {
  const { sandbox, show, Page, hook } = setUp();
  show(<Page />);
  await pass(100);
  sandbox.faults.add({ kind: 'apply-then-drop', operation: 'patchAttributes' });
  hook().mutate({ note: 'ring' });
  await pass(1_000);
  expect(hook()).toMatchObject({ status: 'success', failedKeys: [] });
});

test('AT5: a lost write that the server applies after a newer value was saved does not win', async () => {
  const { sandbox, show, Page, hook, held, cached } = setUp({ latency: 20 });
  show(<Page />);
  await pass(500);
  sandbox.faults.add({ kind: 'drop-then-apply', after: 5_000, operation: 'patchAttributes', times: 1 });
  hook().mutate({ note: 'first' });
  await pass(2_000);
  hook().mutate({ note: 'second' });
  await pass(2_500);
  expect([held(), hook().data]).toEqual([{ note: 'second' }, { note: 'second' }]);
  await pass(30_000);
  expect([held(), cached()]).toEqual([{ note: 'second' }, { note: 'second' }]);
  expect(hook().failedKeys).toEqual([]);
});

test("each call gets its own result, and the writes are in the host's MutationCache", async () => {
  const { show, Page, hook, orderId, queryClient } = setUp({ latency: 50 });
  show(<Page />);
  await pass(200);
  const data = hook().mutateAsync({ note: 'ring' });
  expect(queryClient.isMutating({ mutationKey: ['norce', 'attributes', orderId] })).toBe(1);
  await pass(200);
  expect(await data).toEqual({ note: 'ring' });
});
