import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** A request that arrived at the order API. */
export interface Arrived {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Row {
  readonly id: string;
  readonly orderId: string;
  readonly consentId: string;
  readonly checked: boolean;
}

interface Event {
  readonly type?: string;
  readonly correlationId: string;
}

/** The order API in front of the sandbox, with faults by order id, and the log of the shop. */
export interface Upstream {
  readonly origin: string;
  readonly sandbox: string;
  /** Requests to the order API, oldest first. */
  readonly arrived: Arrived[];
  readonly rows: Row[];
  readonly events: Event[];
  /** Orders that the handler read from a cookie. */
  readonly read: string[];
  /** Orders whose rows are refused. */
  readonly refused: Set<string>;
  /** Orders of which the upstream holds the request until the function is called. */
  readonly held: Map<string, () => void>;
  readonly close: () => Promise<void>;
}

type Respond = (response: ServerResponse, id: string) => void;

const json = { 'content-type': 'application/json' };
const secretText = 'Internal: at db-7.internal';

/** Faults by the name in the order id: `fault-<name>-<number>`. */
const faults: Readonly<Record<string, Respond>> = {
  500: (response) => response.writeHead(500, json).end(JSON.stringify({ message: secretText })),
  401: (response) => response.writeHead(401, json).end(JSON.stringify({ message: secretText })),
  400: (response) =>
    response.writeHead(400, json).end(JSON.stringify({ code: 'out-of-stock', message: secretText })),
  429: (response) => response.writeHead(429, { ...json, 'retry-after': '7' }).end('{}'),
  503: (response) => response.writeHead(503, { 'retry-after': '3' }).end(secretText),
  html: (response) => response.writeHead(200, { 'content-type': 'text/html' }).end(`<p>${secretText}`),
  redirect: (response) => response.writeHead(302, { location: '/evil' }).end(),
  gzip: (response, id) =>
    response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(gzipSync(JSON.stringify({ id }))),
  br: (response, id) =>
    response
      .writeHead(200, { ...json, 'content-encoding': 'br' })
      .end(brotliCompressSync(JSON.stringify({ id }))),
  hang: () => undefined,
  silent: (response) => response.writeHead(200, json).flushHeaders(),
  cut: (response) => response.writeHead(200, json).write('{"id":', () => response.destroy()),
  reset: (response) => response.destroy(),
  large: (response) => response.writeHead(200, json).end(`{"a":"${'x'.repeat(5_000_000)}"}`),
  list: (response) => response.writeHead(200, json).end('[]'),
};

const hopHeaders = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'expect']);

/** Starts an order API; without the address of a sandbox one that accepts everything. */
export async function startUpstream(sandbox?: string): Promise<Upstream> {
  const state = {
    arrived: [] as Arrived[],
    rows: [] as Row[],
    events: [] as Event[],
    read: [] as string[],
    refused: new Set<string>(),
    held: new Map<string, () => void>(),
  };

  const serveApi = async (request: IncomingMessage, response: ServerResponse, body: string) => {
    const { method = 'GET', url = '', headers } = request;
    state.arrived.push({ method, url, headers, body });
    const id = /\/orders\/([^/?]*)/.exec(url)?.[1] ?? '';
    if (sandbox === undefined) {
      response.end('{"id":"o_1"}');
      return;
    }
    const fault = faults[/^fault-(\w+)-/.exec(id)?.[1] ?? ''];
    if (fault) {
      fault(response, id);
      return;
    }
    if (state.held.has(id) && method === 'PATCH') {
      await new Promise<void>((resolve) => state.held.set(id, resolve));
      state.held.delete(id);
    }
    const forwarded = Object.entries(headers).flatMap(([name, value]) =>
      hopHeaders.has(name) || value === undefined ? [] : [[name, String(value)] as [string, string]],
    );
    const found = await fetch(sandbox + url.replace('/checkout/order', ''), {
      method,
      headers: forwarded,
      ...(body === '' ? {} : { body }),
    });
    const text = await found.text();
    response.writeHead(found.status, { 'content-type': found.headers.get('content-type') ?? 'text/plain' });
    response.end(text);
  };

  const store = (path: string | undefined, body: string): number => {
    const value: unknown = JSON.parse(body);
    if (path === '/events') state.events.push(value as Event);
    if (path === '/read') state.read.push((value as Row).orderId);
    if (path !== '/log') return 200;
    const row = value as Row;
    if (state.refused.has(row.orderId)) return 500;
    if (state.rows.every(({ id, consentId }) => id !== row.id || consentId !== row.consentId))
      state.rows.push(row);
    return 200;
  };

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    if (request.url?.startsWith('/checkout/')) {
      await serveApi(request, response, body);
      return;
    }
    // A row or event of a runtime that stops at the response would not arrive.
    setTimeout(() => response.writeHead(store(request.url, body)).end(), 50);
  };

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    ...state,
    sandbox: sandbox ?? '',
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
