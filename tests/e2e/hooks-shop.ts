import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { evidenceKey } from '@norce-kit/core';
import type { Order } from '@norce-kit/core';
import { createSandbox } from '@norce-kit/sandbox';
import type { Sandbox } from '@norce-kit/sandbox';
import { createOrderHandler } from '@norce-kit/server';
import { toNodeListener } from '@norce-kit/server/node';
import type { Page } from '@playwright/test';
import type { PageProps } from './hooks-page/page.tsx';
import { bundlePage, importForServer } from './page-bundle.ts';
import { expect, listen, test as base } from './tabs.ts';
import type { Tab, Target } from './tab.ts';

type ReactVersion = 18 | 19;
type RenderPage = (props: Omit<PageProps, 'client'>) => string;

export interface Shop {
  readonly url: string;
  readonly sandbox: Sandbox;
  /** The order of the test. */
  orderId: string;
  react: ReactVersion;
  /** Whether the server renders the page. */
  isRendered: boolean;
  /** Whether the page uses a handler on another origin with a slow preflight. */
  isCrossOrigin: boolean;
  /** Whether the page uses the components of the kit with its styles, instead of native elements with the hooks. */
  hasComponents: boolean;
  /** Whether the page records evidence of consent. */
  hasEvidence: boolean;
  /** Number of reads of orders that have ended. */
  readonly countReads: () => number;
  /** Delays the page's script until the returned function is called. */
  readonly holdScript: () => () => void;
  /** Delays writes on their way to the sandbox until the returned function is called. */
  readonly holdWrites: () => () => void;
  /** Delays the next write only. */
  readonly holdWrite: () => () => void;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

const html = (body: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>${body}`;

/** Returns a function that builds one bundle per React version, on its first use. */
function buildOnce<Bundle>(make: (react: ReactVersion) => Promise<Bundle>) {
  const bundles = new Map<ReactVersion, Promise<Bundle>>();
  return (react: ReactVersion) => {
    const bundle = bundles.get(react) ?? make(react);
    bundles.set(react, bundle);
    return bundle;
  };
}

const getClient = buildOnce((react) => bundlePage('hooks-page/client.tsx', { react }));
const getRenderer = buildOnce(async (react) => {
  const server = await importForServer<{ renderPage: RenderPage }>('hooks-page/server.tsx', { react });
  return server.renderPage;
});
const styles = readFileSync(`${root}packages/react/src/styles.css`);

const markKept =
  "addEventListener('pageshow', (event) => (document.documentElement.dataset.kept = event.persisted));";

async function openShop(): Promise<Shop & { readonly close: () => void }> {
  const sandbox = createSandbox();
  let writes = Promise.resolve();
  let nextWrite = Promise.resolve();
  let reads = 0;
  const fetch = async (request: Request) => {
    if (request.method === 'GET') return sandbox.fetch(request).finally(() => (reads += 1));
    const turn = nextWrite;
    nextWrite = Promise.resolve();
    await Promise.all([turn, writes]);
    return sandbox.fetch(request);
  };
  const upstream = { apiKey: 'sandbox-key', merchant: 'acme', channel: 'acme-se', fetch };
  const options = {
    upstream: { baseUrl: 'https://sandbox.invalid', ...upstream },
    authorize: () => true,
    attributes: ['note', 'other', evidenceKey('ci_newsletter')],
    maxBodyBytes: 1_000_000,
  };
  let script = Promise.resolve();
  const showPage = async () => {
    const { orderId, hasComponents, hasEvidence, isRendered, isCrossOrigin, react } = shop;
    const initialOrder = sandbox.orders.get(orderId);
    if (initialOrder === undefined) throw new Error('There is no such order.');
    const props = {
      orderId,
      hasComponents,
      hasEvidence,
      ...(isRendered && { initialOrder: initialOrder as Order }),
    };
    const body = isRendered ? (await getRenderer(react))(props) : '';
    const page = { ...props, ...(isCrossOrigin && { baseUrl: `${otherUrl}/api/norce` }) };
    const head = hasComponents ? '<link rel="stylesheet" href="/styles.css">' : '';
    return html(
      `${head}<div id="root">${body}</div><script>${markKept} page = ${JSON.stringify(page)}</script><script src="/client.js"></script>`,
    );
  };
  const send = (response: ServerResponse, type: string, content: string | Buffer | Promise<string>) =>
    void Promise.resolve(content).then((text) => response.setHeader('content-type', type).end(text));
  const toHandler = toNodeListener(createOrderHandler(options));
  const listener = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://shop.invalid');
    if (pathname.startsWith('/api/')) {
      toHandler(request, response);
    } else if (pathname === '/client.js') {
      const client = getClient(shop.react);
      // A page that is shown again requests its script again.
      response.setHeader('cache-control', 'no-store');
      send(
        response,
        'text/javascript',
        script.then(() => client),
      );
    } else if (pathname === '/styles.css') {
      send(response, 'text/css', styles);
    } else {
      const next = html('<h1>Next</h1><a href="/page">Back</a>');
      send(response, 'text/html', pathname === '/page' ? showPage() : next);
    }
  });
  const url = await listen(listener);
  const toOther = toNodeListener(createOrderHandler({ ...options, trustedOrigins: [url] }));
  const other = createServer((request, response) => {
    setTimeout(() => toOther(request, response), request.method === 'OPTIONS' ? 800 : 0);
  });
  const otherUrl = await listen(other);
  const shop: Shop = {
    url,
    sandbox,
    orderId: '',
    react: 19,
    isRendered: false,
    isCrossOrigin: false,
    hasComponents: false,
    hasEvidence: false,
    countReads: () => reads,
    holdScript: () => {
      let release: () => void = () => undefined;
      script = new Promise((resolve) => (release = resolve));
      return () => release();
    },
    holdWrites: () => {
      let release: () => void = () => undefined;
      writes = new Promise((resolve) => (release = resolve));
      return () => release();
    },
    holdWrite: () => {
      let release: () => void = () => undefined;
      nextWrite = new Promise((resolve) => (release = resolve));
      return () => release();
    },
  };
  return Object.assign(shop, {
    close: () => {
      for (const server of [listener, other]) {
        server.close();
        server.closeAllConnections();
      }
    },
  });
}

interface Fixtures {
  readonly shop: Shop;
  readonly order: {
    readonly holds: (consentId: string) => boolean | undefined;
    readonly values: () => unknown[];
  };
}

/** A browser with a page that uses hooks only, the handler and a sandbox. */
export const test = base.extend<Fixtures>({
  shop: async ({ share }, use) => {
    const shop = await share('hooks', async (atEnd) => {
      const opened = await openShop();
      atEnd(opened.close);
      return opened;
    });
    shop.sandbox.reset();
    // The tab of the test before may have left a note about its order.
    shop.orderId = shop.sandbox.orders.create({ id: crypto.randomUUID() }).id;
    const plain = { isRendered: false, isCrossOrigin: false, hasComponents: false, hasEvidence: false };
    Object.assign(shop, { react: 19, ...plain });
    await use(shop);
  },
  baseURL: async ({ shop }, use) => use(shop.url),
  order: async ({ shop: { sandbox, orderId } }, use) => {
    await use({
      holds: (consentId) => sandbox.orders.get(orderId)?.consents.find(({ id }) => id === consentId)?.checked,
      values: () => sandbox.receipts.list({ orderId, consentId: 'ci_newsletter' }).map(({ value }) => value),
    });
  },
});

/** The elements of the page that the tests use. */
export function locate(page: Page) {
  return {
    newsletter: page.getByRole('checkbox', { name: 'newsletter' }),
    state: page.getByRole('status', { name: 'newsletter state' }),
    note: page.getByRole('textbox', { name: 'Note' }),
    activity: page.getByRole('status', { name: 'activity' }),
  };
}

/** Opens the page and waits until it has read the order. */
export async function openPage(page: Page): Promise<void> {
  const read = page.waitForResponse(
    (response) => response.request().method() === 'GET' && response.url().includes('/orders/'),
  );
  await page.goto('/page');
  await read;
  await expect(page.locator('form[data-alive=true]')).toBeVisible();
}

/** Opens the page in a tab of any engine and waits until it has read the order. */
export async function openIn(tab: Tab): Promise<void> {
  await tab.open('/page');
  await expectView(tab, { isAlive: true, hasRead: true });
}

/** The elements of the page as targets of a tab. */
export const targets = {
  newsletter: { role: 'checkbox', name: 'newsletter' },
  terms: { role: 'checkbox', name: 'terms' },
  note: { role: 'textbox', name: 'Note' },
  other: { role: 'textbox', name: 'Other' },
  send: { role: 'button', name: 'Send' },
  reset: { role: 'button', name: 'Reset' },
  leave: { role: 'link', name: 'Leave' },
} as const satisfies Record<string, Target>;

interface View {
  /** The heading of the page that follows, `''` on the page itself. */
  heading: string;
  /** Whether the browser took the page from its back/forward cache. */
  isKept: boolean;
  /** Whether React has hydrated or rendered the page. */
  isAlive: boolean;
  hasRead: boolean;
  newsletter: boolean;
  newsletterState: string;
  terms: boolean;
  errors: unknown;
}

/** Waits until a tab shows these parts. A tab that is loading a page shows nothing. */
export async function expectView(tab: Tab, expected: Partial<View>): Promise<void> {
  await expect.poll(() => look(tab)).toMatchObject(expected);
}

function look(tab: Tab): Promise<Partial<View>> {
  return tab
    .run(() => {
      const box = (name: string) =>
        [...document.querySelectorAll('input')].find(({ labels }) =>
          labels?.[0]?.textContent.trim().startsWith(name),
        );
      const state = document.querySelector('output[aria-label="newsletter state"]');
      const [newsletter, terms] = [box('newsletter'), box('terms')];
      return {
        heading: document.querySelector('h1')?.textContent ?? '',
        isKept: document.documentElement.dataset['kept'] === 'true',
        isAlive: document.forms[0]?.dataset['alive'] === 'true',
        hasRead: performance.getEntriesByType('resource').some(({ name }) => name.includes('/orders/')),
        ...(newsletter && { newsletter: newsletter.checked }),
        ...(terms && { terms: terms.checked }),
        newsletterState: state?.textContent ?? '',
        errors: (window as Partial<Window>).kit?.errors,
      };
    })
    .catch(() => ({}));
}

export { expect, leaveBy } from './tabs.ts';
