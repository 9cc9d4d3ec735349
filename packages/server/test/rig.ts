import type {
  IncomingHttpHeaders,
  IncomingMessage,
  RequestListener,
  Server,
  ServerResponse,
} from 'node:http';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import { onTestFinished } from 'vitest';
import { createOrderHandler } from '../src/handler.ts';
import { toNodeListener } from '../src/node.ts';
import type { OrderHandlerOptions, Upstream } from '../src/options.ts';

/** A request that arrived at the upstream. */
export interface Recorded {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The response to a browser. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A request of a browser; its path is what follows `/api/norce/api/v0/checkout/orders`, or whole from `//` on. */
export interface Ask {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body?: unknown;
}

export const key = 'canary-key-9b2e';
export const orders = '/api/norce/api/v0/checkout/orders';

/** Sends the responses of the upstream. */
export type Responder = (request: IncomingMessage, response: ServerResponse, body: string) => void;

export interface Rig {
  /** Origin of the handler's server. */
  readonly origin: string;
  readonly upstreamOrigin: string;
  readonly received: Recorded[];
  /** Sends a request like the shop's own page, unless headers override it. */
  readonly ask: (ask?: Ask) => Promise<Answer>;
  /** Sends raw bytes and returns the bytes received until the server closed or sent nothing for 300 ms. */
  readonly raw: (bytes: string) => Promise<string>;
}

/** Starts a handler and a recording upstream, each behind a real socket. */
export async function startRig(
  options: Partial<Omit<OrderHandlerOptions, 'upstream'>> & { upstream?: Partial<Upstream> } = {},
  respond: Responder = (_request, response) => response.end(),
): Promise<Rig> {
  const received: Recorded[] = [];
  const upstreamOrigin = await listen((request, response) => {
    void readAll(request).then((body) => {
      received.push({ method: request.method, url: request.url, headers: request.headers, body });
      respond(request, response, body);
    });
  });
  const upstream = {
    baseUrl: `${upstreamOrigin}/checkout/order`,
    apiKey: key,
    merchant: 'acme',
    channel: 'acme-se',
  };
  const handler = createOrderHandler({
    authorize: () => true,
    attributes: ['gift', 'note'],
    validations: { stock: { adapterId: 'stock_adapter', url: 'https://checks.test/{order_id}' } },
    ...options,
    upstream: { ...upstream, ...options.upstream } as Upstream,
  });
  const origin = await listen(toNodeListener(handler));
  return {
    origin,
    upstreamOrigin,
    received,
    ask: (ask) => send(origin, ask ?? {}),
    raw: (bytes) => sendRaw(origin, bytes),
  };
}

/** Serves on a free port until the test is over. */
export async function listen(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('close', () => sockets.delete(socket))));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function send(
  origin: string,
  { method = 'GET', path = '/o_1', headers = {}, body }: Ask,
): Promise<Answer> {
  const bytes = body === undefined ? undefined : toBytes(body);
  const sent: Record<string, string | readonly string[] | undefined> = {
    origin,
    ...(bytes && { 'content-type': 'application/json', 'content-length': String(bytes.byteLength) }),
    ...headers,
  };
  const present = Object.fromEntries(
    Object.entries(sent).filter(([, value]) => value !== undefined),
  ) as IncomingHttpHeaders;
  return await new Promise<Answer>((resolve, reject) => {
    const target = path.startsWith('//') ? path.slice(1) : orders + path;
    const request = httpRequest(
      origin,
      { method, path: target, headers: present, agent: false },
      (response) => {
        readAll(response).then(
          (text) => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
          reject,
        );
      },
    );
    request.on('error', reject);
    request.end(bytes);
  });
}

function toBytes(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
}

/**
 * Calls back after `turns` of the event loop that are 10 ms apart. On a busy machine one long timer may be due before the
 * server, which is in the same process, was able to respond.
 */
export function afterTurns(turns: number, done: () => void) {
  let left = turns;
  const timer = setInterval(() => {
    if (--left === 0) done();
  }, 10);
  return { restart: () => void (left = turns), stop: () => clearInterval(timer) };
}

async function sendRaw(origin: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  return await new Promise<string>((resolve) => {
    let text = '';
    const done = () => {
      timer.stop();
      socket.destroy();
      resolve(text);
    };
    const timer = afterTurns(30, done);
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      timer.restart();
    });
    socket.on('close', done);
    socket.on('error', done);
    socket.write(bytes, 'latin1');
  });
}

async function readAll(stream: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
