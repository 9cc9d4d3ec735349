import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { evidenceKey } from '@norce-kit/core';
import type { Order } from '@norce-kit/core';
import { createSandbox } from '@norce-kit/sandbox';
import type { Sandbox } from '@norce-kit/sandbox';
import { createOrderHandler } from '@norce-kit/server';
import { toNodeListener } from '@norce-kit/server/node';
import { createGate } from './gate.ts';
import { bundleAll } from './lazy-bundle.ts';
import type { Bundles, Chunk } from './lazy-bundle.ts';
import { expect, listen, test as base } from './tabs.ts';
import type { Tab } from './tab.ts';

/** The answer of the server to a request for the code of the engine. */
export type EngineState = 'there' | 'held' | 'missing' | 'broken';

interface Shop {
  readonly url: string;
  readonly sandbox: Sandbox;
  /** The order of the test. */
  orderId: string;
  /** Whether the server renders the page. */
  isRendered: boolean;
  /** Whether the page records evidence of consent. */
  hasEvidence: boolean;
  /** Whether the code that comes later is preloaded just before, as Vite does by default. */
  hasPreloads: boolean;
  /** Whether the server ends each connection of the code and of the handler without an answer. */
  isDown: boolean;
  /** Folder of the scripts, another one for each test: WebKit caches modules in memory, whatever `cache-control` is. */
  folder: string;
  /** Held requests are answered when this changes. */
  engine: EngineState;
  /** Number of requests for the code of the engine in this test. */
  engineRequests: number;
  /** Delays the page's first script until the returned function is called. */
  readonly holdScript: () => () => void;
  /** Delays writes on their way to the sandbox until the returned function is called. */
  readonly holdWrites: () => () => void;
}

/** The first script of the page: notes the first box, the texts of its live region, and uncaught errors. */
const watch = `
  errors = []; said = [];
  addEventListener('pageshow', (event) => (document.documentElement.dataset.kept = event.persisted));
  addEventListener('error', ({ message }) => errors.push(message));
  const regionOf = (node) => (node.closest ? node : node.parentElement)?.closest('[role=status]');
  new MutationObserver((records) => {
    first ??= document.querySelector('input');
    for (const { target, type, addedNodes } of records) {
      if (!regionOf(target)) continue;
      const texts = type === 'characterData' ? [target] : [...addedNodes];
      said.push(...texts.map(({ textContent }) => textContent).filter((text) => text !== ''));
    }
  }).observe(document, { childList: true, characterData: true, subtree: true });`;

const html = (body: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>${body}`;

async function openShop(bundles: Bundles): Promise<Shop & { readonly close: () => void }> {
  const sandbox = createSandbox();
  let writes = Promise.resolve();
  let script = Promise.resolve();
  let engine: EngineState = 'there';
  let [engineChange, tellEngineChange] = createGate();
  const fetch = async (request: Request) => {
    if (request.method !== 'GET') await writes;
    return sandbox.fetch(request);
  };
  const upstream = { apiKey: 'sandbox-key', merchant: 'acme', channel: 'acme-se', fetch };
  const toHandler = toNodeListener(
    createOrderHandler({
      upstream: { baseUrl: 'https://sandbox.invalid', ...upstream },
      authorize: () => true,
      attributes: [evidenceKey('ci_newsletter')],
    }),
  );
  const showPage = () => {
    const { orderId, hasEvidence, isRendered } = shop;
    const initialOrder = sandbox.orders.get(orderId);
    if (initialOrder === undefined) throw new Error('There is no such order.');
    const props = { orderId, hasEvidence, ...(isRendered && { initialOrder: initialOrder as Order }) };
    const body = isRendered ? bundles.renderPage(props) : '';
    return html(
      `<script>var first, errors, said, page = ${JSON.stringify(props)};${watch}</script><div id="root">${body}</div><script type="module" src="/${shop.folder}/client.js"></script>`,
    );
  };
  const sendChunk = async ({ code, isEngine }: Chunk, request: IncomingMessage, response: ServerResponse) => {
    await script;
    if (isEngine) {
      shop.engineRequests += 1;
      while (engine === 'held') await engineChange;
    }
    if (shop.isDown || (isEngine && engine === 'broken')) {
      request.socket.destroy();
      return;
    }
    // The state decides about each request.
    response.setHeader('cache-control', 'no-store').setHeader('content-type', 'text/javascript');
    if (isEngine && engine === 'missing') response.writeHead(404).end('');
    else response.end(code);
  };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '', 'http://shop.invalid');
    const chunks = await bundles.chunksFor(shop.hasPreloads);
    const chunk = chunks.get(pathname.replace(/^\/scripts-[^/]*/, ''));
    if (chunk !== undefined) {
      void sendChunk(chunk, request, response);
    } else if (pathname.startsWith('/api/')) {
      if (shop.isDown) request.socket.destroy();
      else toHandler(request, response);
    } else {
      const next = html('<h1>Next</h1><a href="/page">Back</a>');
      response.setHeader('content-type', 'text/html').end(pathname === '/page' ? showPage() : next);
    }
  };
  const server = createServer((request, response) => void answer(request, response));
  const url = await listen(server);
  const shop: Shop = {
    url,
    sandbox,
    orderId: '',
    isRendered: false,
    hasEvidence: false,
    hasPreloads: true,
    isDown: false,
    folder: '',
    engineRequests: 0,
    get engine() {
      return engine;
    },
    set engine(next) {
      engine = next;
      tellEngineChange();
      [engineChange, tellEngineChange] = createGate();
    },
    holdScript: () => {
      const [gate, release] = createGate();
      script = gate;
      return release;
    },
    holdWrites: () => {
      const [gate, release] = createGate();
      writes = gate;
      return release;
    },
  };
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  // `Object.assign` would read the accessor.
  return Object.defineProperty(shop, 'close', { value: close }) as Shop & { close: () => void };
}

interface Fixtures {
  readonly shop: Shop;
  readonly order: {
    readonly holds: () => boolean | undefined;
    readonly values: () => unknown[];
  };
}

/** A browser with a production build of a page of `@norce-kit/react/lazy`, the handler and a sandbox. */
export const test = base.extend<Fixtures>({
  shop: async ({ share }, use) => {
    const shop = await share('lazy', async (atEnd) => {
      const opened = await openShop(await bundleAll());
      atEnd(opened.close);
      return opened;
    });
    shop.sandbox.reset();
    // The tab of the test before may have left a note about its order.
    shop.orderId = shop.sandbox.orders.create({ id: crypto.randomUUID() }).id;
    shop.holdScript()();
    shop.holdWrites()();
    const plain = { isRendered: false, hasEvidence: false, hasPreloads: true, isDown: false };
    Object.assign(shop, plain, {
      engine: 'there',
      engineRequests: 0,
      folder: `scripts-${crypto.randomUUID()}`,
    });
    await use(shop);
  },
  baseURL: async ({ shop }, use) => use(shop.url),
  order: async ({ shop: { sandbox, orderId } }, use) => {
    await use({
      holds: () => sandbox.orders.get(orderId)?.consents.find(({ id }) => id === 'ci_newsletter')?.checked,
      values: () => sandbox.receipts.list({ orderId, consentId: 'ci_newsletter' }).map(({ value }) => value),
    });
  },
});

interface View {
  /** The heading of the page that follows, `''` on the page itself. */
  heading: string;
  /** Whether the browser took the page from its back/forward cache. */
  isKept: boolean;
  isAlive: boolean;
  checked: boolean;
  saveState: string;
  /** Whether the box is the element that the page began with. */
  isSame: boolean;
  hasFocus: boolean;
  /** The text of the live region. */
  message: string;
  /** Each text that the live region began to show, in turn. */
  said: string[];
  errors: string[];
}

/** Waits until a tab shows these parts. A tab that is loading a page shows nothing. */
export async function expectView(tab: Tab, expected: Partial<View>): Promise<void> {
  await expect.poll(() => look(tab)).toMatchObject(expected);
}

function look(tab: Tab): Promise<Partial<View>> {
  return tab
    .run(() => {
      const { first, said, errors } = window as object as Record<'said' | 'errors', string[]> & {
        first: Element;
      };
      const box = document.querySelector('input');
      return {
        heading: document.querySelector('h1')?.textContent ?? '',
        isKept: document.documentElement.dataset['kept'] === 'true',
        isAlive: document.forms[0]?.dataset['alive'] === 'true',
        ...(box && { checked: box.checked }),
        saveState: box?.closest<HTMLElement>('.nk-consent')?.dataset['saveState'] ?? '',
        isSame: box !== null && box === first,
        hasFocus: box !== null && box === document.activeElement,
        message: document.querySelector('[role=status]')?.textContent ?? '',
        said,
        errors,
      };
    })
    .catch(() => ({}));
}

/** Opens the page and waits until its box answers. */
export async function openIn(tab: Tab): Promise<void> {
  await tab.open('/page');
  await expectView(tab, { isAlive: true, checked: false });
}

export { expect, leaveBy } from './tabs.ts';
