import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openPage, settle } from '../test/lazy-page.tsx';
import { expectWarnings } from '../test/warnings.ts';

// The state of the entry is that of a page, so each test is a page of its own.
beforeEach(() => void vi.resetModules());
afterEach(() => {
  sessionStorage.clear();
  localStorage.clear();
});

/** Opens a page with a late engine, and another tab that has its code. The two share what tabs of one browser share. */
async function openTabs() {
  const { createOrderClient } = await import('@norce-kit/core');
  const { ConsentCheckbox, OrderProvider } = await import('@norce-kit/react');
  vi.resetModules();
  const gates: Partial<Record<'first' | 'other', Promise<void>>> = {};
  const first = await openPage((sandbox) => ({
    fetch: async (request) => {
      if (request.method === 'PATCH') await gates.first;
      return sandbox.fetch(request);
    },
  }));
  const { sandbox, orderId } = first;
  expectWarnings(
    `order ${orderId} has providers of two copies of @norce-kit/react, each with its own answers. Run npm ls @norce-kit/react, and load one copy.`,
  );
  const client = createOrderClient({
    baseUrl: 'https://sandbox.invalid',
    retry: 0,
    fetch: async (request) => {
      if (request.method === 'PATCH') await gates.other;
      return sandbox.fetch(request);
    },
  });
  render(first.page({}, { label: 'first' }));
  render(
    <OrderProvider client={client} orderId={orderId}>
      <ConsentCheckbox consentId="ci_newsletter" label="other" />
    </OrderProvider>,
  );
  const box = (label: string) => screen.getByRole<HTMLInputElement>('checkbox', { name: label });
  await settle();
  return {
    ...first,
    box,
    click: (label: string) => fireEvent.click(box(label)),
    /** Holds the writes of a tab until the returned function is called. */
    hold: (tab: 'first' | 'other') => {
      let release: () => void = () => undefined;
      gates[tab] = new Promise((resolve) => (release = resolve));
      return release;
    },
    shown: () => [box('first').checked, box('other').checked],
  };
}

/** Does what the browser does when the shopper goes to another tab. */
const hide = () => void document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));

test('MT1: an answer that waits for the engine does not undo a newer one of another tab', async () => {
  const { click, holds, shown, values, arrive } = await openTabs();
  click('first');
  click('other');
  await waitFor(() => expect(holds()).toBe(true));
  click('other');
  await waitFor(() => expect(holds()).toBe(false));
  await arrive();
  await settle();
  expect([holds(), shown(), values()]).toEqual([false, [false, false], [true, false]]);
});

test('MT1: an answer that a hidden page sent before its engine does not undo a newer one under way in another tab', async () => {
  const { click, hold, holds, shown, values, arrive } = await openTabs();
  click('first');
  hide();
  await waitFor(() => expect(holds()).toBe(true));
  await settle();
  // A page that is shown reads the order.
  hide();
  await waitFor(() => expect(shown()).toEqual([true, true]));
  const release = hold('other');
  click('other');
  await arrive();
  await settle();
  release();
  await waitFor(() => expect(holds()).toBe(false));
  await settle();
  expect([holds(), shown(), values()]).toEqual([false, [false, false], [true, false]]);
});
