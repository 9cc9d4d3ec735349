import { QueryClient } from '@tanstack/react-query';
import { act, fireEvent, render } from '@testing-library/react';
import { StrictMode, version } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Box, box, click, pass, setUpOrder, state } from '../test/order.tsx';
import { useConsentGate } from './hooks/use-consent-gate.ts';
import { useOrder } from './hooks/use-order.ts';
import { useOrderActivity } from './hooks/use-order-activity.ts';
import { useOrderConsents } from './hooks/use-order-consents.ts';
import { usePatchAttributes } from './hooks/use-patch-attributes.ts';
import { useRegisterValidation } from './hooks/use-register-validation.ts';
import { useValidateOrder } from './hooks/use-validate-order.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  undo.splice(0).forEach((restore) => restore());
});

/** A page that uses everything. */
function Everything() {
  useConsentGate();
  useOrder();
  useOrderActivity();
  useOrderConsents();
  useRegisterValidation();
  useValidateOrder();
  const { mutate } = usePatchAttributes({ delay: 300 });
  return (
    <>
      <Box />
      <Box consentId="ci_terms" name="terms" />
      <button onClick={() => mutate({ note: 'ring' })}>note</button>
    </>
  );
}

const undo: (() => void)[] = [];

/** Counts the listeners on an object that are added and not taken away. */
function countListeners(target: Window | Document) {
  // Listeners, because adding one that is there adds none.
  const left = new Map<string, Set<unknown>>();
  for (const [method, change] of [
    ['addEventListener', 'add'],
    ['removeEventListener', 'delete'],
  ] as const) {
    const before = Object.getOwnPropertyDescriptor(target, method);
    const original = target[method].bind(target) as EventTarget['addEventListener'];
    const value: EventTarget['addEventListener'] = (type, listener, ...more) => {
      const listeners = left.get(type) ?? new Set();
      left.set(type, listeners);
      listeners[change](listener);
      original(type, listener, ...more);
    };
    Object.defineProperty(target, method, { configurable: true, value });
    undo.push(() =>
      before ? Object.defineProperty(target, method, before) : Reflect.deleteProperty(target, method),
    );
  }
  return () => [...left].flatMap(([type, { size }]) => (size === 0 ? [] : [[type, size] as const]));
}

/** Opens a page, does what a shopper does, and leaves it. */
async function visit(round: number) {
  const { show, queryClient } = setUpOrder();
  const { getByRole, unmount } = show(<Everything />);
  await pass(10);
  click(round % 2 === 0 ? 'newsletter' : 'terms');
  act(() => getByRole('button', { name: 'note' }).click());
  if (round % 3 === 0) await pass(10);
  unmount();
  await pass(10_000);
  queryClient.clear();
}

test('ML1: a page listens to form resets as often with many boxes as with one', () => {
  const counts = [1, 20].map((count) => {
    const { show } = setUpOrder();
    const listeners = countListeners(document);
    const boxes = Array.from({ length: count }, (_, index) => <Box key={index} name={`box ${index}`} />);
    show(<>{boxes}</>).unmount();
    show(<>{boxes}</>);
    return new Map(listeners()).get('reset');
  });
  expect(counts[0]).toBeGreaterThan(0);
  expect(counts[1]).toBe(counts[0]);
});

test('ML1: a page that was opened and left a hundred times leaves no listener and no timer behind', async () => {
  // React keeps a listener of its own on a document it has rendered into.
  await visit(0);
  const left = [window, document].map(countListeners);
  for (let round = 0; round < 100; round += 1) await visit(round);
  expect(left.flatMap((count) => count())).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

test('ML1: nothing is left either where the last answer was lost and the order is looked at for a while', async () => {
  const left = [window, document].map(countListeners);
  const { sandbox, show, queryClient } = setUpOrder();
  const { unmount } = show(<Box />);
  await pass(10);
  sandbox.faults.add({ kind: 'drop' });
  click();
  await pass(5_000);
  unmount();
  await pass(120_000);
  queryClient.clear();
  expect(left.flatMap((count) => count())).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

// TanStack Query keeps the mutations, in the same way for both versions of React.
const many = version.startsWith('18') ? 500 : 5_000;

test(`ML3: ${many} saves leave a handful of mutations behind, and soon none`, async () => {
  const { client, queryClient, show } = setUpOrder();
  let most = 0;
  let saves = 0;
  const patchConsent = () => {
    saves += 1;
    most = Math.max(most, queryClient.getMutationCache().getAll().length);
    return Promise.resolve();
  };
  show(<Box />, { client: { ...client, patchConsent, getOrder: () => new Promise(() => undefined) } });
  const input = box();
  for (let round = 0; round < many; round += 1) {
    fireEvent.click(input);
    await vi.advanceTimersByTimeAsync(200);
  }
  expect(saves).toBe(many);
  expect(most).toBeLessThanOrEqual(30);
  await pass(10_000);
  expect(queryClient.getMutationCache().getAll()).toHaveLength(0);
});

test('NV12: a page that the router takes away finishes its writes, and the next one shows them', async () => {
  const { show, page, holds } = setUpOrder({ latency: 500 });
  const { rerender } = show(<Box />);
  await pass(2_000);
  click();
  await pass(100);
  rerender(page(<p>Another page</p>));
  await pass(2_000);
  expect(holds('ci_newsletter')).toBe(true);
  rerender(page(<Box />));
  expect(state()).toBe('saved');
});

test('NV12: the writes of a page also outlive its provider and its QueryClient', async () => {
  const { client, orderId, holds, values, page } = setUpOrder({ latency: 500 });
  const { unmount } = render(page(<Box />, { queryClient: new QueryClient() }));
  await pass(2_000);
  click();
  click();
  click();
  unmount();
  await pass(3_000);
  expect(values('ci_newsletter')).toEqual([true]);
  expect(holds('ci_newsletter')).toBe(true);
  render(<StrictMode>{page(<Box />, { client, orderId, queryClient: new QueryClient() })}</StrictMode>);
  expect(state()).toBe('saved');
});
