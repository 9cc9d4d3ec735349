import { readEvidence } from '@norce-kit/core';
import { QueryClient } from '@tanstack/react-query';
import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { arrive, hydrate, onServer } from '../test/hydration.tsx';
import { box, leave, openPage, settle } from '../test/lazy-page.tsx';
import { recordWarnings, twoClients } from '../test/warnings.ts';

// The state of the entry is that of a page, so each test is a page of its own.
beforeEach(() => void vi.resetModules());
afterEach(() => void vi.useRealTimers());
afterEach(() => sessionStorage.clear());

test('a tick shows at once, and the engine saves it with the same elements', async () => {
  const { page, holds, values, arrive: arriveEngine } = await openPage();
  const { container } = render(page());
  const before = [...container.querySelectorAll('*')];
  const input = box();
  input.focus();
  fireEvent.click(input);
  await settle();
  expect([input.checked, values()]).toEqual([true, []]);
  await arriveEngine();
  expect([input.checked, input.isConnected]).toEqual([true, true]);
  await screen.findByText('Saved');
  expect([holds(), values()]).toEqual([true, [true]]);
  expect([...container.querySelectorAll('*')]).toEqual(expect.arrayContaining(before));
  expect([box(), document.activeElement, input.checked]).toEqual([input, input, true]);
});

test('with the engine a developer is warned of an unknown consent and of a second client', async () => {
  const { list } = recordWarnings();
  const { entry, page, orderId, sandbox, arrive: arriveEngine } = await openPage();
  const other = entry.createOrderClient({ baseUrl: 'https://sandbox.invalid', fetch: sandbox.fetch });
  render(
    <>
      {page({}, { consentId: 'newsletter' })}
      {page({ client: other })}
    </>,
  );
  await arriveEngine();
  await waitFor(() =>
    expect(list()).toEqual(
      expect.arrayContaining([
        expect.stringContaining(`order ${orderId} has no consent "newsletter"; it has ci_newsletter`),
        `norce-kit: ${twoClients(orderId)}`,
      ]),
    ),
  );
});

test('each answer before the engine replaces the one before, also two in one task', async () => {
  const { page, holds, values, arrive: arriveEngine } = await openPage();
  render(page());
  act(() => {
    box().click();
    box().click();
    box().click();
  });
  expect(box().checked).toBe(true);
  await arriveEngine();
  await screen.findByText('Saved');
  expect([holds(), values()]).toEqual([true, [true]]);
});

test('a tick that was taken back before the engine writes nothing', async () => {
  const { page, order, writes, arrive: arriveEngine } = await openPage();
  render(page({ initialOrder: order() }));
  fireEvent.click(box());
  fireEvent.click(box());
  await arriveEngine();
  await settle();
  expect([box().checked, writes()]).toEqual([false, []]);
});

test('the shop is notified of an answer, and prevents it', async () => {
  const { page, writes, arrive: arriveEngine } = await openPage();
  const onCheckedChange = vi.fn((_: boolean, event: { preventDefault: () => void }) =>
    event.preventDefault(),
  );
  render(page({}, { onCheckedChange }));
  fireEvent.click(box());
  expect(onCheckedChange.mock.calls.map(([checked]) => checked)).toEqual([true]);
  await arriveEngine();
  await settle();
  expect([box().checked, writes()]).toEqual([false, []]);
});

test('a change that a script dispatches is no answer', async () => {
  const { page, writes, arrive: arriveEngine } = await openPage();
  render(page());
  box().dispatchEvent(new Event('change', { bubbles: true }));
  await arriveEngine();
  await settle();
  expect([box().checked, writes()]).toEqual([false, []]);
});

test('a tick in the HTML of a server, before React, is saved once', async () => {
  const { page, order, holds, values, arrive: arriveEngine } = await openPage();
  const initialOrder = order();
  const container = arrive(await onServer(() => renderToString(page({ initialOrder }))));
  const before = [...container.querySelectorAll('*')];
  fireEvent.click(box());
  const { errors } = await hydrate(container, page({ initialOrder }));
  expect(box().checked).toBe(true);
  await arriveEngine();
  await screen.findByText('Saved');
  expect([holds(), values(), errors]).toEqual([true, [true], []]);
  expect([...container.querySelectorAll('*')]).toEqual(expect.arrayContaining(before));
});

test('I2: a box that a script changed in the HTML of a server, on a page without a click, is no answer', async () => {
  Object.defineProperty(navigator, 'userActivation', { value: { hasBeenActive: false }, configurable: true });
  onTestFinished(() => void Reflect.deleteProperty(navigator, 'userActivation'));
  const { page, order, values, arrive: arriveEngine } = await openPage();
  const initialOrder = order();
  const container = arrive(await onServer(() => renderToString(page({ initialOrder }))));
  box().checked = true;
  await hydrate(container, page({ initialOrder }));
  expect(box().checked).toBe(false);
  await arriveEngine();
  await settle();
  expect([box().checked, values()]).toEqual([false, []]);
});

test.each([false, true])(
  'NF3: a tick of the page before, which arrives late, does not win over an un-tick before the engine, sent without it: %j',
  async (isSent) => {
    const { page, sandbox, order, orderId, holds, arrive: arriveEngine } = await openPage();
    sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
    const name = JSON.stringify([orderId, 'ci_newsletter']);
    const note = [[Date.now(), name, true, [[true, 30_000]]]];
    sessionStorage.setItem(`norce-kit-left${orderId}`, JSON.stringify(note));
    render(page({ initialOrder: order() }));
    fireEvent.click(box());
    if (isSent) leave();
    await settle();
    await arriveEngine();
    await waitFor(() => expect(holds()).toBe(false));
    await screen.findByText('Saved');
    sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
    await waitFor(() => expect(holds()).toBe(false), { timeout: 5_000 });
    expect(box().checked).toBe(false);
  },
);

test('leaving the page sends the newest answer, with the headers of the client', async () => {
  const requests: Request[] = [];
  const { page, holds, values, orderId } = await openPage((sandbox) => ({
    fetch: (request) => {
      requests.push(request.clone());
      return sandbox.fetch(request);
    },
  }));
  render(page());
  fireEvent.click(box());
  leave();
  await waitFor(() => expect(holds()).toBe(true));
  fireEvent.click(box());
  leave();
  await waitFor(() => expect(values()).toEqual([true, false]));
  const [first, second] = requests;
  expect(first?.url).toBe(`https://sandbox.invalid/api/v0/checkout/orders/${orderId}/consents/ci_newsletter`);
  const headersOf = (request?: Request) =>
    ['content-type', 'idempotency-key', 'x-norce-follows-within'].map((name) => request?.headers.get(name));
  expect([first?.method, first?.keepalive, await first?.text()]).toEqual(['PATCH', true, '{"checked":true}']);
  expect(headersOf(first)).toEqual(['application/json', expect.stringMatching(/^[\w-]{8,64}_1$/), '0']);
  expect(headersOf(second)).toEqual(['application/json', expect.stringMatching(/_2$/), '0']);
  const name = JSON.stringify([orderId, 'ci_newsletter']);
  expect(JSON.parse(sessionStorage.getItem(`norce-kit-left${orderId}`) ?? '')).toEqual(
    [true, false].map((checked) => [expect.any(Number) as number, name, checked, [[checked]]]),
  );
});

test('a page that is left often leaves one note of each answer that it sent', async () => {
  const { page, holds, orderId } = await openPage();
  render(page());
  fireEvent.click(box());
  leave();
  leave();
  await waitFor(() => expect(holds()).toBe(true));
  leave();
  expect(JSON.parse(sessionStorage.getItem(`norce-kit-left${orderId}`) ?? '')).toHaveLength(1);
});

test('a switch to another app sends the answer, once if the page is left afterwards', async () => {
  const { page, holds, values } = await openPage();
  render(page());
  fireEvent.click(box());
  act(() => void document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  leave();
  await waitFor(() => expect(holds()).toBe(true));
  expect(values()).toEqual([true]);
});

test('leaving the page passes `keepalive` beside the URL, because Firefox ignores that of a request, and follows no redirect', async () => {
  const { page, holds, orderId } = await openPage((sandbox) => {
    const send = vi.fn((url: string, init: RequestInit) => sandbox.fetch(new Request(url, init)));
    vi.stubGlobal('fetch', send);
    onTestFinished(() => void vi.unstubAllGlobals());
    return { fetch: undefined };
  });
  render(page());
  fireEvent.click(box());
  leave();
  await waitFor(() => expect(holds()).toBe(true));
  expect(globalThis.fetch).toHaveBeenCalledExactlyOnceWith(
    `https://sandbox.invalid/api/v0/checkout/orders/${orderId}/consents/ci_newsletter`,
    // A redirect, as of a captive portal, must not take the answer to another host.
    expect.objectContaining({ keepalive: true, redirect: 'manual' }),
  );
});

test.each([
  ['https://sandbox.invalid/', 'https://sandbox.invalid/api/v0'],
  ['/api/norce//', '/api/norce/api/v0'],
  // With two slashes the first part of the path would be a host.
  ['/', '/api/v0'],
])(
  'leaving the page sends an answer to the address that the client with all requests has for %s',
  async (baseUrl, start) => {
    const send = vi.fn(() => Promise.resolve(new Response()));
    vi.stubGlobal('fetch', send);
    onTestFinished(() => void vi.unstubAllGlobals());
    const { page, orderId } = await openPage(() => ({ baseUrl, fetch: undefined }));
    render(page());
    fireEvent.click(box());
    leave();
    expect(send).toHaveBeenCalledExactlyOnceWith(
      `${start}/checkout/orders/${orderId}/consents/ci_newsletter`,
      expect.anything(),
    );
  },
);

test.each([0, 2 ** -52, 1e9 * 2 ** -52, 0.5, 1 - 2 ** -53])(
  'CL3: an answer has an id that the handler accepts, with the random number %d',
  async (random) => {
    const keys: (string | null)[] = [];
    const { page } = await openPage((sandbox) => ({
      fetch: (request) => {
        keys.push(request.headers.get('idempotency-key'));
        return sandbox.fetch(request);
      },
    }));
    vi.spyOn(Math, 'random').mockReturnValue(random);
    onTestFinished(() => void vi.restoreAllMocks());
    render(page());
    fireEvent.click(box());
    leave();
    expect(keys).toEqual([expect.stringMatching(/^[\w-]{8,64}_1$/)]);
  },
);

test('a page that comes back writes an answer again that may be lost, under the same id', async () => {
  const keys: (string | null)[] = [];
  const {
    page,
    holds,
    arrive: arriveEngine,
  } = await openPage((sandbox) => ({
    fetch: async (request) => {
      const response = await sandbox.fetch(request.clone());
      if (request.method !== 'PATCH') return response;
      keys.push(request.headers.get('idempotency-key'));
      if (keys.length === 1) throw new TypeError('Failed to fetch');
      return response;
    },
  }));
  render(page());
  fireEvent.click(box());
  leave();
  await waitFor(() => expect(holds()).toBe(true));
  await arriveEngine();
  await screen.findByText('Saved');
  expect([holds(), keys.length, new Set(keys).size]).toEqual([true, 2, 1]);
});

test('a page that comes back does not write an answer again that was saved', async () => {
  const { page, holds, values, arrive: arriveEngine } = await openPage();
  render(page());
  fireEvent.click(box());
  leave();
  await waitFor(() => expect(holds()).toBe(true));
  await settle();
  await arriveEngine();
  await screen.findByText('Saved');
  expect([box().checked, values()]).toEqual([true, [true]]);
});

test('answers of the page that was left do not undo a newer one that waits for the code of the evidence', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const { page, holds, values, arrive: arriveEngine } = await openPage();
  render(page({ evidence: { load: () => new Promise(() => undefined) } }));
  for (const _ of [true, false]) {
    fireEvent.click(box());
    leave();
    await settle();
  }
  await arriveEngine();
  fireEvent.click(box());
  leave();
  await settle();
  await act(() => vi.advanceTimersByTimeAsync(60_000));
  expect([box().checked, holds(), values()]).toEqual([true, true, [true, false, true]]);
});

test('a late request of the page that was left does not undo a newer answer', async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  let count = 0;
  const {
    page,
    holds,
    arrive: arriveEngine,
  } = await openPage((sandbox) => ({
    fetch: async (request) => {
      if (request.method === 'PATCH' && ++count === 1) await held;
      return sandbox.fetch(request);
    },
  }));
  vi.useFakeTimers({ shouldAdvanceTime: true });
  render(page());
  fireEvent.click(box());
  leave();
  fireEvent.click(box());
  await arriveEngine();
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  expect(holds()).toBe(false);
  release();
  await waitFor(() => expect(holds()).toBe(true));
  await act(() => vi.advanceTimersByTimeAsync(60_000));
  await waitFor(() => expect(holds()).toBe(false));
  expect(box().checked).toBe(false);
});

test('a slow save is announced once, before and after the engine', async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const { page, arrive: arriveEngine } = await openPage((sandbox) => ({
    fetch: async (request) => {
      if (request.method === 'PATCH') await held;
      return sandbox.fetch(request);
    },
  }));
  render(page());
  box().focus();
  fireEvent.click(box());
  const text = await screen.findByText('Saving …');
  const changes: MutationRecord[] = [];
  const observer = new MutationObserver((records) => void changes.push(...records));
  observer.observe(screen.getByRole('status'), { childList: true, characterData: true, subtree: true });
  await arriveEngine();
  await settle();
  expect([text.isConnected, changes]).toEqual([true, []]);
  observer.disconnect();
  release();
  await screen.findByText('Saved');
});

test('an engine that cannot be loaded has a message, and is loaded again', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const { page, holds, fetchEngine, setIsMissing, arrive: arriveEngine } = await openPage();
  setIsMissing(true);
  render(page());
  act(() => box().focus());
  await screen.findByText(/^We could not load your present answer/);
  fireEvent.click(box());
  await screen.findByText(/^Waiting for a connection/);
  const before = fetchEngine.mock.calls.length;
  setIsMissing(false);
  await act(() => vi.advanceTimersByTimeAsync(5_000));
  await arriveEngine();
  await waitFor(() => expect(holds()).toBe(true));
  expect(fetchEngine.mock.calls.length).toBeGreaterThan(before);
  expect(box().checked).toBe(true);
});

test('an answer whose box was removed before the engine is saved, with its record', async () => {
  const { page, order, holds, arrive: arriveEngine } = await openPage();
  const { consentEvidence } = await import('@norce-kit/react/lazy/evidence');
  const evidence = consentEvidence({ source: 'cart' });
  const { unmount } = render(page({ evidence }));
  fireEvent.click(box());
  unmount();
  await arriveEngine();
  await waitFor(() => expect(holds()).toBe(true));
  await waitFor(() =>
    expect(readEvidence(order(), 'ci_newsletter')).toMatchObject([{ checked: true, source: 'cart' }]),
  );
});

test('the record of an answer before the engine has its time and the words of then', async () => {
  const { page, order, arrive: arriveEngine } = await openPage();
  const { consentEvidence } = await import('@norce-kit/react/lazy/evidence');
  const { hashWording } = await import('@norce-kit/core');
  const evidence = consentEvidence();
  const { rerender } = render(page({ evidence }, { label: 'Old words', lang: 'en', wordingVersion: '7' }));
  const before = Date.now();
  fireEvent.click(box());
  const after = Date.now();
  rerender(page({ evidence }, { label: 'New words' }));
  await settle();
  await arriveEngine();
  await waitFor(() => expect(readEvidence(order(), 'ci_newsletter')).toHaveLength(1));
  const [record] = readEvidence(order(), 'ci_newsletter');
  const at = Date.parse(record?.at ?? '');
  expect([before <= at, at <= after, record?.textHash]).toEqual([true, true, await hashWording('Old words')]);
  expect(record).toMatchObject({ checked: true, lang: 'en', textVersion: '7' });
});

test('a client of core works in both entries, with one register', async () => {
  const { page, sandbox, orderId, values, arrive: arriveEngine } = await openPage();
  const { createOrderClient } = await import('@norce-kit/core');
  const entry = await import('@norce-kit/react');
  const client = createOrderClient({ baseUrl: 'https://sandbox.invalid', fetch: sandbox.fetch, retry: 0 });
  render(page({ client }));
  fireEvent.click(box());
  leave();
  await waitFor(() => expect(values()).toEqual([true]));
  await arriveEngine();
  await screen.findByText('Saved');
  render(
    <entry.OrderProvider client={client} orderId={orderId}>
      <entry.NewsletterConsent consentId="ci_newsletter" />
    </entry.OrderProvider>,
  );
  const [one, other] = screen.getAllByRole<HTMLInputElement>('checkbox');
  fireEvent.click(other as HTMLInputElement);
  expect([one?.checked, other?.checked]).toEqual([false, false]);
});

/** A page with a box of the main entry below one of this entry, with one client, and evidence. */
async function openBothEntries() {
  const page = await openPage();
  const { createOrderClient } = await import('@norce-kit/core');
  const main = await import('@norce-kit/react');
  const { consentEvidence } = await import('@norce-kit/react/lazy/evidence');
  const { sandbox, orderId } = page;
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  let isHeld = false;
  const client = createOrderClient({
    baseUrl: 'https://sandbox.invalid',
    fetch: async (request) => {
      const isSlow = isHeld && request.method === 'PATCH';
      isHeld &&= !isSlow;
      if (isSlow) await held;
      return sandbox.fetch(request);
    },
    retry: 0,
  });
  const queryClient = new QueryClient();
  const initialOrder = page.order();
  const evidence = main.consentEvidence();
  render(page.page({ client, queryClient, initialOrder, evidence: consentEvidence() }));
  render(
    <main.OrderProvider {...{ client, queryClient, initialOrder, evidence, orderId }}>
      <main.NewsletterConsent consentId="ci_newsletter" />
    </main.OrderProvider>,
  );
  const boxes = () => screen.getAllByRole<HTMLInputElement>('checkbox');
  return {
    ...page,
    boxes,
    /** Clicks the box of the starter, or the one of the main entry, some time after the click before. */
    click: async (index: 0 | 1) => {
      fireEvent.click(boxes()[index] as HTMLInputElement);
      await settle();
    },
    holdNextWrite: () => (isHeld = true),
    release: () => release(),
    records: () => readEvidence(page.order(), 'ci_newsletter').map(({ checked }) => checked),
  };
}

test('a newer answer of the main entry stays, and an older one is replaced', async () => {
  const { boxes, click, holds, values, records, arrive: arriveEngine } = await openBothEntries();
  await click(0);
  await click(1);
  await click(1);
  await arriveEngine();
  await settle();
  expect([boxes().map(({ checked }) => checked), holds(), values()]).toEqual([
    [false, false],
    false,
    [true, false],
  ]);
  await waitFor(() => expect(records()).toEqual([true, false]));
});

test('a page that is left does not send an answer that is older than one of the main entry', async () => {
  const { click, holds, values } = await openBothEntries();
  await click(0);
  await click(1);
  await click(1);
  leave();
  await settle();
  expect([holds(), values()]).toEqual([false, [true, false]]);
});

test('an answer that is newer than one of the main entry replaces it', async () => {
  const { boxes, click, holds, values, records, arrive: arriveEngine } = await openBothEntries();
  await click(1);
  await click(0);
  await click(0);
  await arriveEngine();
  await waitFor(() => expect(holds()).toBe(false));
  expect([boxes().map(({ checked }) => checked), values()]).toEqual([
    [false, false],
    [true, false],
  ]);
  await waitFor(() => expect(records()).toEqual([true, false]));
});

test('a late request of the page that was left does not undo a newer answer of the main entry', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const { boxes, click, holds, holdNextWrite, release, arrive: arriveEngine } = await openBothEntries();
  await click(0);
  holdNextWrite();
  leave();
  await click(1);
  await click(1);
  await arriveEngine();
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  expect(holds()).toBe(false);
  release();
  await waitFor(() => expect(holds()).toBe(true));
  await act(() => vi.advanceTimersByTimeAsync(60_000));
  await waitFor(() => expect(holds()).toBe(false));
  expect(boxes().map(({ checked }) => checked)).toEqual([false, false]);
});

test.each(['before', 'after'])(
  'a page that is left notes the answers of both entries, with the first one %s the main entry mounts',
  async (when) => {
    const { page, orderId } = await openPage();
    const { createOrderClient } = await import('@norce-kit/core');
    const main = await import('@norce-kit/react');
    const fetch = () => new Promise<never>(() => undefined);
    const client = createOrderClient({ baseUrl: 'https://sandbox.invalid', fetch });
    render(page({ client }));
    if (when === 'before') fireEvent.click(box());
    render(
      <main.OrderProvider client={client} orderId={orderId}>
        <main.ConsentCheckbox consentId="ci_terms" label="Terms" />
      </main.OrderProvider>,
    );
    if (when === 'after') fireEvent.click(screen.getAllByRole('checkbox')[0] as Element);
    fireEvent.click(screen.getByRole('checkbox', { name: 'Terms' }));
    leave();
    const note = JSON.parse(sessionStorage.getItem(`norce-kit-left${orderId}`) ?? '') as unknown[][];
    const names = note.flatMap(([, name]) => name ?? []).sort();
    expect(names).toEqual(['ci_newsletter', 'ci_terms'].map((id) => JSON.stringify([orderId, id])));
  },
);

test('an answer that arrived as the page was left has its record, once, also where the code of the evidence comes last', async () => {
  const { page, order, values, arrive: arriveEngine } = await openPage();
  const { consentEvidence } = await import('@norce-kit/react/lazy/evidence');
  let arriveEvidence: () => void = () => undefined;
  const isThere = new Promise<void>((resolve) => (arriveEvidence = resolve));
  const evidence = {
    load: async () => {
      await isThere;
      return consentEvidence().load();
    },
  };
  render(page({ evidence }));
  const before = Date.now();
  fireEvent.click(box());
  const after = Date.now();
  leave();
  await waitFor(() => expect(values()).toEqual([true]));
  await arriveEngine();
  await settle();
  const records = () => readEvidence(order(), 'ci_newsletter');
  expect(records()).toEqual([]);
  await act(async () => {
    arriveEvidence();
    await isThere;
  });
  await screen.findByText('Saved');
  await waitFor(() => expect(records()).toHaveLength(1));
  await settle();
  expect(records()).toMatchObject([{ checked: true }]);
  const at = Date.parse(records()[0]?.at ?? '');
  expect([before <= at, at <= after]).toEqual([true, true]);
});

test('a tick in the HTML of a server shows in another root, which has its engine, after the render', async () => {
  const { page, order, holds, values, arrive: arriveEngine } = await openPage();
  const initialOrder = order();
  const queryClient = new QueryClient();
  const container = arrive(await onServer(() => renderToString(page({ initialOrder, queryClient }))));
  const other = render(page({ initialOrder, queryClient }));
  await arriveEngine();
  await settle();
  fireEvent.click(within(container).getByRole('checkbox'));
  const { errors } = await hydrate(container, page({ initialOrder, queryClient }));
  await waitFor(() => expect(holds()).toBe(true));
  expect([values(), errors]).toEqual([[true], []]);
  for (const root of [container, other.container])
    expect(within(root).getByRole<HTMLInputElement>('checkbox').checked).toBe(true);
});
