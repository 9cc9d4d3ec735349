import { orderCookie } from '@norce-kit/server';
import { cookieSecret } from './secrets.ts';
import type { Answer, Asked } from './send.ts';
import { send, sendHttp2 } from './send.ts';
import type { Arrived, Row, Upstream } from './upstream.ts';

const cookie = orderCookie({ secret: cookieSecret });

/** Ids that hosts and proxies encode and decode in several ways. */
export const oddIds = ['ci:a', 'with space', 'å ö', 'a+b', 'sms & e-mail', 'a=b;c,d', '🎁', "it's", '100%'];
const consentIds = ['ci_newsletter', 'ci_terms', ...oddIds];

export interface TestOrder {
  readonly id: string;
  /** The cookie that binds a browser to the order. */
  readonly cookie: string;
}

/** A server with the handler, and the shopper's browser. */
export interface Shop {
  readonly origin: string;
  readonly upstream: Upstream;
  /** Path of the orders. */
  readonly orders: string;
  readonly createOrder: () => Promise<TestOrder>;
  /** Returns an order with a fault of the order API. */
  readonly faultyOrder: (fault: string) => Promise<TestOrder>;
  /** Sends a request like the shop's own page, unless headers override it. `path` is the rest after the id. */
  readonly ask: (order: TestOrder, asked?: Partial<Asked>) => Promise<Answer>;
  readonly patch: (order: TestOrder, path: string, value: unknown) => Promise<Answer>;
  /** Returns the head of a raw request, with further lines. */
  readonly head: (order: TestOrder, line: string, ...lines: readonly string[]) => string;
  readonly arrived: (order: TestOrder) => readonly Arrived[];
  readonly rows: (order: TestOrder) => readonly Row[];
  /** Reads a consent in the sandbox. */
  readonly isChecked: (order: TestOrder, consentId: string) => Promise<boolean | undefined>;
  /** All responses so far, with their headers. */
  readonly seen: string[];
}

// Several test files share a sandbox.
const run = crypto.randomUUID().slice(0, 8);
let count = 0;

/** Opens a shop at an origin. Requests go over HTTP/1.1, or over HTTP/2. */
export function openShop(origin: string, path: string, upstream: Upstream, isHttp2 = false): Shop {
  const sendTo = isHttp2 ? sendHttp2 : send;
  const orders = `${path}/api/v0/checkout/orders`;
  const seen: string[] = [];
  const bind = async (id: string) => (await cookie.bind(id)).split(';')[0] ?? '';
  const ask: Shop['ask'] = async (order, { path: rest = '', headers = {}, ...asked } = {}) => {
    const own = {
      cookie: order.cookie,
      'sec-fetch-site': 'same-origin',
      ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const target = rest.startsWith('//') ? rest.slice(1) : `${orders}/${order.id}${rest}`;
    const answer = await sendTo(origin, { ...asked, path: target, headers: { ...own, ...headers } });
    seen.push(JSON.stringify(answer));
    return answer;
  };
  const inSandbox = (id: string) => `${upstream.sandbox}/__sandbox/orders/${id}`;
  return {
    origin,
    upstream,
    orders,
    seen,
    ask,
    createOrder: async () => {
      const id = `o_${run}_${++count}`;
      const response = await fetch(`${upstream.sandbox}/__sandbox/orders`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          id,
          consents: consentIds.map((id) => ({ id, checked: false, required: false, text: id })),
        }),
      });
      if (!response.ok) throw new Error(`No order: ${await response.text()}`);
      return { id, cookie: await bind(id) };
    },
    faultyOrder: async (fault) => {
      const id = `fault-${fault}-${run}-${++count}`;
      return { id, cookie: await bind(id) };
    },
    patch: (order, path, value) => ask(order, { method: 'PATCH', path, body: JSON.stringify(value) }),
    head: (order, line, ...lines) => {
      const [method = '', rest = ''] = line.split(' ');
      return [
        `${method} ${orders}/${order.id}${rest} HTTP/1.1`,
        `host: ${new URL(origin).host}`,
        `cookie: ${order.cookie}`,
        'sec-fetch-site: same-origin',
        ...(method === 'GET' ? [] : ['content-type: application/json']),
        ...lines,
        '\r\n',
      ].join('\r\n');
    },
    arrived: ({ id }) => upstream.arrived.filter(({ url = '' }) => url.split(/[/?]/).includes(id)),
    rows: ({ id }) => upstream.rows.filter(({ orderId }) => orderId === id),
    isChecked: async ({ id }, consentId) => {
      const response = await fetch(inSandbox(id));
      const { consents } = (await response.json()) as { consents: { id: string; checked: boolean }[] };
      return consents.find((consent) => consent.id === consentId)?.checked;
    },
  };
}
