import type { Answer } from './answer.ts';
import { badRequest, refuse } from './answer.ts';
import type { Call } from './call.ts';
import { wait } from './clock.ts';
import { checkDoor, isOwn } from './door.ts';
import type { Route } from './operations.ts';
import { findRoute, isWrite } from './operations.ts';
import type { SandboxOptions, Settings } from './options.ts';
import { withDefaults } from './options.ts';
import type { Orders } from './orders.ts';
import { createOrder, createOrders } from './orders.ts';
import { draw } from './random.ts';
import type { Receipts } from './receipts.ts';
import { createReceipts } from './receipts.ts';
import { serve } from './service.ts';
import type { SandboxOrder } from './types.ts';
import { createWorld } from './world.ts';

/** An order API of one's own. */
export interface Sandbox {
  /** The API as a `fetch`: hand it to anything that takes one. Host and path before `/api/v0/` do not matter. */
  readonly fetch: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;
  /** Back to the seed: orders, receipts and dice. What is under way reaches nothing any more. */
  readonly reset: () => void;
  readonly orders: Orders;
  readonly receipts: Receipts;
}

/**
 * The Norce Checkout order API, emulated in memory.
 *
 * @example
 * const sandbox = createSandbox({ authenticate: false });
 * const order = sandbox.orders.create();
 * const client = createOrderClient({ baseUrl: 'http://localhost', fetch: sandbox.fetch });
 * await client.patchConsent(order.id, 'ci_newsletter', true);
 * sandbox.orders.get(order.id)?.consents[0]?.checked; // true
 */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const settings = withDefaults(options);
  const { clock } = settings;
  const listeners = new Set<(order: SandboxOrder) => void>();
  const receipts = createReceipts(settings.receiptLimit);
  const newWorld = () => {
    const fresh = createWorld(settings, (order) => listeners.forEach((listener) => listener(order)));
    for (const input of settings.seed) createOrder(input, fresh);
    return fresh;
  };
  let world = newWorld();

  const respond = async (request: Request): Promise<Answer> => {
    const here = world;
    const route = findRoute(request.method, new URL(request.url).pathname);
    if (route === undefined) return refuse(404, 'not-found', 'There is no such operation.');
    if ('allow' in route)
      return refuse(405, 'method-not-allowed', `Allowed: ${route.allow}.`, { allow: route.allow });
    const text = await request.text();
    const settle = isWrite(route.operation)
      ? receipts.arrive({ time: clock.now(), ...describe(route, parse(text)) })
      : () => undefined;
    await wait(clock, draw(settings.latency, here.random));
    const call = admit(request, route, text, settings);
    const { answer, order } = 'status' in call ? { answer: call } : serve({ ...here, ...call }, here);
    settle({ status: answer.status, applied: order !== undefined, ...(order && { orderId: order.id }) });
    return answer;
  };

  return {
    fetch: (input, init) => deliver(input, init, respond),
    reset: () => {
      receipts.clear();
      world = newWorld();
    },
    orders: createOrders(() => world, listeners),
    receipts,
  };
}

type Admitted = Route & Pick<Call, 'merchant' | 'channel' | 'body' | 'named' | 'adapterId'>;

function admit({ headers }: Request, route: Route, text: string, settings: Settings): Admitted | Answer {
  const refusal = checkDoor(headers, settings);
  if (refusal !== undefined) return refusal;
  if (text.length > settings.bodyLimit) return badRequest('The body is too long.');
  const body = parse(text);
  if (text !== '' && body === undefined) return badRequest('The body is not JSON.');
  if (text !== '' && !/^application\/([\w.+-]+\+)?json\b/i.test(headers.get('content-type') ?? '')) {
    return badRequest('The content-type has to be application/json.');
  }
  const own = isOwn(headers, settings);
  const adapterId = headers.get('x-adapterid');
  return {
    ...route,
    merchant: own ? settings.merchant : (headers.get('x-merchant') ?? ''),
    channel: own ? settings.channel : (headers.get('x-channel') ?? ''),
    body,
    named: !settings.authenticate,
    ...(adapterId === null ? {} : { adapterId }),
  };
}

function describe({ operation, orderId = '', consentId }: Route, body: unknown) {
  const member =
    operation === 'patchConsent' ? 'checked' : operation === 'updateOrderState' ? 'currentStatus' : undefined;
  const value =
    member !== undefined && typeof body === 'object' && body !== null
      ? (body as Record<string, unknown>)[member]
      : body;
  return { operation, orderId, ...(consentId === undefined ? {} : { consentId }), value };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

async function deliver(
  input: RequestInfo | URL,
  init: RequestInit | undefined,
  respond: (request: Request) => Promise<Answer>,
): Promise<Response> {
  const request = input instanceof Request && init === undefined ? input : new Request(absolute(input), init);
  const { signal } = request;
  signal.throwIfAborted();
  const { status, headers, body } = await untilAborted(signal, respond(request));
  return new Response(body, { status, headers });
}

// Outside browsers nothing says what a relative address is relative to.
function absolute(input: RequestInfo | URL): RequestInfo | URL {
  if (typeof input !== 'string' || URL.canParse(input)) return input;
  return new URL(input, typeof location === 'undefined' ? 'http://sandbox.invalid' : location.href);
}

function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
