import { readEvidence, UnsavedAnswersError } from '@norce-kit/core';
import type { OrderClientOptions } from '@norce-kit/core';
import type { UseConsentGateResult } from '@norce-kit/react';
import { fireEvent, render, screen, waitFor, act } from '@testing-library/react';
import { StrictMode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { box, leave, openPage, settle } from '../test/lazy-page.tsx';

// The state of the entry is that of a page, so each test is a page of its own.
beforeEach(() => void vi.resetModules());
afterEach(() => void vi.useRealTimers());
afterEach(() => sessionStorage.clear());

/** The state of the server: `there` saves the writes, `lost` does and its responses do not arrive, `slow` does when the state changes. */
type Server = 'there' | 'login' | 'offline' | 'unavailable' | 'lost' | 'slow';

interface Write {
  readonly key: string | null;
  readonly follows: string | null;
  readonly body: { readonly checked: boolean };
}

/** A page whose engine is missing, with the requests of its writes. */
async function openWithoutEngine(options: Partial<OrderClientOptions> = {}) {
  let server: Server = 'there';
  let tellChange: () => void = () => undefined;
  const change = new Promise<void>((resolve) => (tellChange = resolve));
  const writes: Write[] = [];
  const page = await openPage((sandbox) => ({
    fetch: async (request) => {
      if (request.method !== 'PATCH') return sandbox.fetch(request);
      writes.push({
        key: request.headers.get('idempotency-key'),
        follows: request.headers.get('x-norce-follows-within'),
        body: (await request.clone().json()) as Write['body'],
      });
      if (server === 'offline') throw new TypeError('Failed to fetch');
      if (server === 'unavailable') return new Response('', { status: 503 });
      if (server === 'slow') await change;
      if (server === 'login')
        return new Response('<h1>Log in</h1>', { headers: { 'content-type': 'text/html; charset=utf-8' } });
      const response = await sandbox.fetch(request);
      if (server === 'lost') throw new TypeError('Failed to fetch');
      return response;
    },
    ...options,
  }));
  page.setIsMissing(true);
  return {
    ...page,
    requests: writes,
    setServer: (next: Server) => {
      if (server === 'slow') tellChange();
      server = next;
    },
    /** Loads the engine, by an approach. */
    bringEngine: async () => {
      page.setIsMissing(false);
      fireEvent.focus(box());
      await page.arrive();
    },
  };
}

const waiting = /^Waiting for a connection/;
const runTimers = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
const wait = () => vi.useFakeTimers({ shouldAdvanceTime: true });

test('an answer is saved although the engine cannot be loaded, once', async () => {
  wait();
  const { page, holds, requests, fetchEngine } = await openWithoutEngine();
  render(page());
  fireEvent.click(box());
  await screen.findByText(waiting);
  await waitFor(() => expect(holds()).toBe(true));
  expect(requests).toEqual([
    { key: expect.stringMatching(/_1$/) as string, follows: '0', body: { checked: true } },
  ]);
  const attempts = fetchEngine.mock.calls.length;
  await runTimers(20_000);
  expect(fetchEngine.mock.calls.length).toBeGreaterThan(attempts);
  leave();
  await settle();
  expect(requests).toHaveLength(1);
});

test.each(['offline', 'unavailable'] as const)(
  'an answer is sent again as long as the server is %s, under the same id',
  async (how) => {
    wait();
    const { page, holds, requests, setServer } = await openWithoutEngine();
    setServer(how);
    render(page());
    fireEvent.click(box());
    await runTimers(4_000);
    expect(requests.length).toBeGreaterThan(1);
    setServer('there');
    await runTimers(10_000);
    await waitFor(() => expect(holds()).toBe(true));
    const sent = requests.length;
    await runTimers(30_000);
    expect([requests.length, new Set(requests.map(({ key }) => key)).size]).toEqual([sent, 1]);
  },
);

test('a load that fails because the page is left sends the answer no second time', async () => {
  wait();
  const { page, holds, requests, setServer } = await openWithoutEngine();
  setServer('slow');
  render(page());
  fireEvent.click(box());
  leave();
  await runTimers(10_000);
  expect(requests).toHaveLength(1);
  setServer('there');
  await waitFor(() => expect(holds()).toBe(true));
  await runTimers(30_000);
  expect(requests).toHaveLength(1);
});

test('an opposite answer waits for the request before, and only the newest is repeated', async () => {
  wait();
  const { page, holds, requests, setServer } = await openWithoutEngine();
  setServer('slow');
  render(page());
  fireEvent.click(box());
  await settle();
  fireEvent.click(box());
  await runTimers(5_000);
  expect(requests.map(({ body }) => body.checked)).toEqual([true]);
  setServer('there');
  await runTimers(10_000);
  await waitFor(() => expect(holds()).toBe(false));
  expect(requests.map(({ body }) => body.checked)).toEqual([true, false]);
  expect([box().checked, requests.map(({ follows }) => follows)]).toEqual([false, ['0', '0']]);
});

test('a page that is left does not wait: the handler does', async () => {
  wait();
  const { page, requests, setServer } = await openWithoutEngine();
  setServer('slow');
  render(page());
  fireEvent.click(box());
  await settle();
  fireEvent.click(box());
  await settle();
  leave();
  await settle();
  expect(requests.map(({ follows }) => follows)).toEqual(['0', '10000']);
  setServer('there');
  await settle();
});

test('the engine that comes later does not write an answer again that was saved', async () => {
  const { page, holds, requests, bringEngine, order } = await openWithoutEngine();
  const onEvent = vi.fn();
  render(page({ initialOrder: order(), onEvent }));
  fireEvent.click(box());
  await waitFor(() => expect(holds()).toBe(true));
  await settle();
  await bringEngine();
  await screen.findByText('Saved');
  await settle();
  expect([box().checked, requests.length]).toEqual([true, 1]);
  expect(onEvent.mock.calls.flat()).toEqual([
    expect.objectContaining({ type: 'consent-saved', consentId: 'ci_newsletter', checked: true }),
  ]);
});

test('a change by another tab after an answer was saved stays when the engine comes', async () => {
  const { page, holds, requests, bringEngine, sandbox, orderId } = await openWithoutEngine();
  render(page());
  fireEvent.click(box());
  await waitFor(() => expect(holds()).toBe(true));
  await settle();
  sandbox.orders.setChecked(orderId, 'ci_newsletter', false);
  await bringEngine();
  await waitFor(() => expect(box().checked).toBe(false));
  expect([holds(), requests.length]).toEqual([false, 1]);
});

test('an answer to which a page answered instead of the handler is written by the engine', async () => {
  const { page, holds, requests, bringEngine, setServer } = await openWithoutEngine();
  setServer('login');
  render(page());
  fireEvent.click(box());
  await waitFor(() => expect(requests).toHaveLength(1));
  await settle();
  setServer('there');
  await bringEngine();
  await screen.findByText('Saved');
  expect([box().checked, holds()]).toEqual([true, true]);
});

test('an answer after one that was saved is written by the engine', async () => {
  const { page, holds, requests, bringEngine, setServer } = await openWithoutEngine();
  render(page());
  fireEvent.click(box());
  await waitFor(() => expect(holds()).toBe(true));
  setServer('offline');
  fireEvent.click(box());
  await settle();
  setServer('there');
  await bringEngine();
  await waitFor(() => expect(holds()).toBe(false));
  await screen.findByText('Saved');
  expect([box().checked, requests[0]?.body, requests.at(-1)?.body]).toEqual([
    false,
    { checked: true },
    { checked: false },
  ]);
});

test('an answer whose response was lost is written again under its id', async () => {
  const { page, holds, requests, bringEngine, setServer } = await openWithoutEngine();
  setServer('lost');
  render(page());
  fireEvent.click(box());
  await waitFor(() => expect(holds()).toBe(true));
  setServer('there');
  await bringEngine();
  await screen.findByText('Saved');
  expect([new Set(requests.map(({ key }) => key)).size, requests.length > 1]).toEqual([1, true]);
});

test('a third answer has an id of its own, though the first had the same value', async () => {
  const { page, holds, order, requests, setIsMissing, arrive } = await openWithoutEngine();
  render(page({ initialOrder: order() }));
  for (const checked of [true, false]) {
    fireEvent.click(box());
    await waitFor(() => expect(holds()).toBe(checked));
    await settle();
  }
  setIsMissing(false);
  fireEvent.click(box());
  await arrive();
  await waitFor(() => expect(holds()).toBe(true));
  const numbers = requests.map(({ key }) => Number(key?.split('_')[1]));
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  expect(requests.map(({ body }) => body.checked)).toEqual([true, false, true]);
});

test('an answer with evidence waits for the engine, which writes it with its record', async () => {
  const { page, holds, order, requests, bringEngine } = await openWithoutEngine();
  const { consentEvidence } = await import('@norce-kit/react/lazy/evidence');
  render(page({ evidence: consentEvidence() }));
  fireEvent.click(box());
  await screen.findByText(waiting);
  await settle();
  expect(requests).toEqual([]);
  await bringEngine();
  await waitFor(() => expect(holds()).toBe(true));
  await waitFor(() => expect(readEvidence(order(), 'ci_newsletter')).toMatchObject([{ checked: true }]));
});

test('an answer with evidence is sent without its record when the page is left', async () => {
  const { page, holds } = await openWithoutEngine();
  const { consentEvidence } = await import('@norce-kit/react/lazy/evidence');
  render(page({ evidence: consentEvidence() }));
  fireEvent.click(box());
  await screen.findByText(waiting);
  leave();
  await waitFor(() => expect(holds()).toBe(true));
});

test('a client of core sends the answer as well', async () => {
  const { page, sandbox, holds, values, bringEngine } = await openWithoutEngine();
  const { createOrderClient } = await import('@norce-kit/core');
  const client = createOrderClient({ baseUrl: 'https://sandbox.invalid', fetch: sandbox.fetch, retry: 0 });
  render(page({ client }));
  fireEvent.click(box());
  await waitFor(() => expect(holds()).toBe(true));
  await settle();
  await bringEngine();
  await screen.findByText('Saved');
  expect(values()).toEqual([true]);
});

test.each([
  ['pointer', () => fireEvent.pointerEnter(box().closest('.nk-consent') as Element)],
  ['focus', () => fireEvent.focus(box())],
  ['answer', () => fireEvent.click(box())],
])('a load that failed is tried again with the next %s', async (_, approach) => {
  const { page, fetchEngine } = await openWithoutEngine();
  render(page());
  act(() => box().focus());
  await screen.findByText(/^We could not load your present answer/);
  await settle();
  const before = fetchEngine.mock.calls.length;
  approach();
  expect(fetchEngine.mock.calls.length).toBe(before + 1);
  await settle();
});

test('a closed gate repeats a load that fails with pauses', async () => {
  const { entry, client, orderId, fetchEngine } = await openWithoutEngine();
  const { useConsentGate } = await import('@norce-kit/react/lazy/gate');
  const Ready = () => <output>{String(useConsentGate().ready)}</output>;
  render(
    <StrictMode>
      <entry.OrderProvider client={client} orderId={orderId}>
        <entry.NewsletterConsent consentId="ci_newsletter" />
        <Ready />
      </entry.OrderProvider>
    </StrictMode>,
  );
  await screen.findByText(/^We could not load your present answer/);
  await settle();
  // Those of two effects in strict mode, the box and the code of the gate.
  expect(fetchEngine.mock.calls.length).toBeLessThan(5);
  expect(screen.getByText('false').tagName).toBe('OUTPUT');
});

test('calls of a gate whose engine does not come end after 30 seconds as those of a closed gate', async () => {
  wait();
  const { entry, client, orderId, setServer } = await openWithoutEngine();
  const { useConsentGate } = await import('@norce-kit/react/lazy/gate');
  setServer('offline');
  let gate: UseConsentGateResult | undefined;
  const onReady = vi.fn();
  const Pay = () => {
    gate = useConsentGate();
    return (
      <button type="button" {...gate.getSubmitProps({ onReady })}>
        Pay
      </button>
    );
  };
  render(
    <entry.OrderProvider client={client} orderId={orderId}>
      <entry.NewsletterConsent consentId="ci_newsletter" />
      <Pay />
    </entry.OrderProvider>,
  );
  const pay = screen.getByRole('button', { name: 'Pay' });
  fireEvent.click(box());
  fireEvent.click(pay);
  expect(pay.getAttribute('aria-busy')).toBe('true');
  const ends = Promise.allSettled([gate?.check(), gate?.whenSettled(), gate?.goOnWithout('ci_newsletter')]);
  await runTimers(30_000);
  expect(await ends).toEqual([
    { status: 'fulfilled', value: { ok: false, blockers: [] } },
    {
      status: 'rejected',
      reason: new UnsavedAnswersError([{ consentId: 'ci_newsletter', reason: 'saving' }]),
    },
    { status: 'fulfilled', value: undefined },
  ]);
  expect([pay.hasAttribute('aria-busy'), onReady.mock.calls]).toEqual([false, []]);
});

test('a `fetch` of the shop that throws at once does not hold back the other answers of a page that is left', async () => {
  const { entry, client, orderId, values } = await openPage((sandbox) => ({
    fetch: (request) => {
      if (request.url.endsWith('/ci_terms')) throw new TypeError('Refused');
      return sandbox.fetch(request);
    },
  }));
  render(
    <entry.OrderProvider client={client} orderId={orderId}>
      <entry.NewsletterConsent consentId="ci_terms" label="Terms" />
      <entry.NewsletterConsent consentId="ci_newsletter" label="News" />
    </entry.OrderProvider>,
  );
  fireEvent.click(screen.getByRole('checkbox', { name: 'Terms' }));
  fireEvent.click(screen.getByRole('checkbox', { name: 'News' }));
  leave();
  await waitFor(() => expect(values()).toEqual([true]));
});
