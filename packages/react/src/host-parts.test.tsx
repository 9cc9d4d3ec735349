import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openPage } from '../test/lazy-page.tsx';
import { Box, click, setUpOrder } from '../test/order.tsx';

type Added = Parameters<Window['addEventListener']>;

/**
 * Records the listeners of the window, as qiankun does for each part of a page of microfrontends. Returns the function that
 * removes them, which qiankun calls after the part unmounted.
 */
function recordListeners(): () => void {
  const added: Added[] = [];
  const addEventListener = window.addEventListener.bind(window);
  vi.spyOn(window, 'addEventListener').mockImplementation((...listener: unknown[]) => {
    added.push(listener as Added);
    addEventListener(...(listener as Added));
  });
  onTestFinished(() => void vi.restoreAllMocks());
  return () => added.forEach((listener) => window.removeEventListener(...listener));
}

/** Leaves the page, as browsers do. */
function leave(): void {
  window.dispatchEvent(new Event('pagehide'));
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
}

/** Opens a part and ticks its box, whose write ends with the test. */
async function tickInPart() {
  let end: () => void = () => undefined;
  const testEnd = new Promise<void>((resolve) => (end = resolve));
  onTestFinished(end);
  const sent: unknown[] = [];
  const { page, queryClient } = setUpOrder({}, {}, (sandbox) => ({
    timeout: 900_000,
    totalTimeout: 900_000,
    fetch: async (request) => {
      if (request.method !== 'GET') {
        sent.push(await request.clone().json());
        await testEnd;
      }
      return sandbox.fetch(request);
    },
  }));
  const removeListeners = recordListeners();
  const { unmount } = render(page(<Box />));
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  click();
  await waitFor(() => expect(sent).toEqual([{ checked: true }]));
  const unmountPart = () => {
    unmount();
    removeListeners();
  };
  return { sent, unmountPart, mountAgain: () => render(page(<Box />)) };
}

const both = [{ checked: true }, { checked: false }];

test('NV11: an un-tick that waits in a part whose listeners the host has removed is sent when the page is left', async () => {
  const { sent, unmountPart } = await tickInPart();
  click();
  unmountPart();
  leave();
  await waitFor(() => expect(sent).toEqual(both));
});

test('NV11: … also in a part that was mounted again', async () => {
  const { sent, unmountPart, mountAgain } = await tickInPart();
  unmountPart();
  mountAgain();
  click();
  window.dispatchEvent(new Event('pagehide'));
  await waitFor(() => expect(sent).toEqual(both));
});

test('LZ9: a tick in such a part of the lazy entry, before its engine, is sent when the page is left', async () => {
  const { page, values } = await openPage();
  const removeListeners = recordListeners();
  const { unmount } = render(page());
  fireEvent.click(screen.getByRole('checkbox'));
  unmount();
  removeListeners();
  leave();
  await waitFor(() => expect(values()).toEqual([true]));
});
