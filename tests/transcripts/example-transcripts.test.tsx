import type { Fault } from '@norce-kit/sandbox';
import { MutationCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { StrictMode } from 'react';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { App } from '../../examples/checkout/src/app.tsx';
import { shopOrderOptions } from '../../examples/checkout/src/shop.ts';
import { expectTranscript, setUpScreenReader } from '../../packages/react/test/transcript.tsx';
import type { Reader } from '../../packages/react/test/transcript.tsx';

setUpScreenReader();

const { fetch: nativeFetch } = globalThis;
let server: ChildProcess;
let origin: string;
let cookie: string;
/** Requests and responses wait for it. */
let isHeard = Promise.resolve();

beforeAll(async () => {
  // A process of its own, because the globals of jsdom are not those of a server.
  server = fork(`${import.meta.dirname}/example-server.ts`, {
    execArgv: ['--import', 'tsx', '--conditions=@norce-kit/source'],
  });
  [origin] = (await once(server, 'message')) as [string];
  vi.stubGlobal('fetch', send);
  vi.stubGlobal('Request', PageRequest);
  // Not in jsdom. The reader needs it for references to elements.
  vi.stubGlobal('CSS', { escape: (id: string) => id.replace(/[^\w-]/gu, '\\$&') });
});
afterAll(async () => {
  server.disconnect();
  await once(server, 'exit');
});

/** Makes the sandbox of the server fail in these ways alone. */
async function setFaults(...faults: readonly Fault[]): Promise<void> {
  server.send(faults);
  await once(server, 'message');
}

/** Sends the requests of the page to the server, as a browser does. */
async function send(address: string | URL, { method = 'GET', headers: given, body }: RequestInit = {}) {
  await isHeard;
  const headers = new Headers(given);
  for (const [name, value] of Object.entries({ cookie, origin, 'sec-fetch-site': 'same-origin' }))
    headers.set(name, value);
  // Without the signal: those of jsdom are not those of fetch.
  const { pathname } = new URL(address, location.href);
  const response = await nativeFetch(origin + pathname, { method, headers, body: body ?? null });
  const [set] = response.headers.getSetCookie();
  if (set !== undefined) cookie = set.split(';')[0] ?? '';
  await isHeard;
  return response;
}

/** A request to an address that is relative to the page, which the one of Node rejects. */
class PageRequest extends Request {
  constructor(address: string | URL | Request, init?: RequestInit) {
    super(typeof address === 'string' ? new URL(address, location.href) : address, init);
  }
}

/** Opens the page as `src/main.tsx` does, and waits until it has read the order. */
async function open(reader: Reader): Promise<void> {
  cookie = '';
  const queryClient: QueryClient = new QueryClient({
    defaultOptions: { queries: { networkMode: 'always' }, mutations: { networkMode: 'always' } },
    mutationCache: new MutationCache({
      onSettled: () => void queryClient.invalidateQueries({ queryKey: shopOrderOptions.queryKey }),
    }),
  });
  render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );
  await reader.until(() => screen.getByRole('checkbox', { name: /terms/ }));
  await reader.until(() => expect(queryClient.isFetching()).toBe(0));
  // jsdom loads no frames.
  const { contentWindow: source } = screen.getByTitle<HTMLIFrameElement>('Payment');
  dispatchEvent(new MessageEvent('message', { source, origin: location.origin, data: { height: 290 } }));
}

/** Presses a key. What the page does at once is read before any response. */
async function press(reader: Reader, key: string): Promise<void> {
  isHeard = reader.press(key);
  await isHeard;
}

/** Moves on to an element. */
async function tabTo(reader: Reader, find: () => HTMLElement): Promise<void> {
  do await press(reader, 'Tab');
  while (document.activeElement !== find());
}

const placeOrder = () => screen.getByRole('button', { name: /^Place order/ });
const terms = () => screen.getByRole('checkbox', { name: /terms/ });
const newsletter = () => screen.getByRole('checkbox', { name: /news/ });
const isSaved = (box: () => HTMLElement) => () =>
  expect(box().closest('[data-save-state]')?.getAttribute('data-save-state')).toBe('saved');
const note = () => screen.getByRole('textbox', { name: /Note/ });
const isRefused = () => expect(document.activeElement).toBe(screen.getByRole('group', { name: /to do/ }));
const isPlaced = () => expect(document.activeElement?.textContent).toBe('Thank you, Ebba');

/** Ticks the terms and places the order. */
async function placeWithTerms(reader: Reader): Promise<void> {
  await tabTo(reader, terms);
  await press(reader, ' ');
  await reader.until(isSaved(terms));
  await tabTo(reader, placeOrder);
  await press(reader, 'Enter');
}

test('AX9: a screen reader reads the journey of examples/checkout as in its transcript', async () => {
  await expectTranscript('example-checkout', [
    {
      title: 'The page',
      run: async (_, reader) => {
        await open(reader);
        await reader.readOn();
      },
    },
    {
      title: 'Placing the order without the terms, then with them',
      run: async (_, reader) => {
        await open(reader);
        await tabTo(reader, placeOrder);
        await press(reader, 'Enter');
        await reader.until(isRefused);
        await tabTo(reader, () => screen.getByRole('link', { name: /^Tick/ }));
        await press(reader, 'Enter');
        await press(reader, ' ');
        await reader.until(isSaved(terms));
        await tabTo(reader, placeOrder);
        await press(reader, 'Enter');
        await reader.until(isPlaced);
        await reader.readOn();
      },
    },
    {
      title: 'The newsletter cannot be saved, and the shopper goes on without it',
      run: async (_, reader) => {
        await open(reader);
        await setFaults({
          kind: 'status',
          status: 400,
          operation: 'patchConsent',
          consentId: 'ci_newsletter',
        });
        await tabTo(reader, newsletter);
        await press(reader, ' ');
        await reader.until(() => screen.getByText(/^Not saved/));
        await placeWithTerms(reader);
        await reader.until(isRefused);
        await tabTo(reader, () => screen.getByRole('button', { name: /^Go on without it:/ }));
        await press(reader, 'Enter');
        await reader.until(() => screen.getByText(/^Going on without it/));
        await setFaults();
        await tabTo(reader, placeOrder);
        await press(reader, 'Enter');
        await reader.until(isPlaced);
      },
    },
    {
      title: 'The note cannot be saved, and the shopper goes on without it',
      run: async (_, reader) => {
        await open(reader);
        await setFaults({ kind: 'status', status: 422, operation: 'patchAttributes' });
        await tabTo(reader, note);
        await press(reader, 'x');
        await press(reader, 'Tab');
        await reader.until(() => screen.getByText(/^Not saved/));
        await placeWithTerms(reader);
        await reader.until(isRefused);
        await tabTo(reader, () => screen.getByRole('button', { name: 'Go on without it' }));
        await press(reader, 'Enter');
        await reader.until(() => expect(document.activeElement).toBe(placeOrder()));
        await setFaults();
        await press(reader, 'Enter');
        await reader.until(isPlaced);
      },
    },
  ]);
});
