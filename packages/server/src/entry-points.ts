import type { FetchHandler, OrderHandler } from './options.ts';
import type { Host, PlainHandler } from './plain-response.ts';

const plainHandlers = new WeakMap<FetchHandler, PlainHandler>();

/** Returns the entry point for runtimes with fetch. */
export function toHandler(
  plainHandler: PlainHandler,
  members: Pick<OrderHandler, 'idle' | 'submitConsents'>,
): OrderHandler {
  const handle = async (request: Request, ...platform: readonly unknown[]): Promise<Response> => {
    checkRequest(request);
    const { status, headers, body = null } = await plainHandler(request, toHost(request, platform));
    return new Response(body, { status, headers });
  };
  const handler = Object.assign(handle, members);
  plainHandlers.set(handler, plainHandler);
  return handler;
}

/** Throws for what servers and frameworks pass in place of a `Request`, where the types are not checked. */
function checkRequest(given: unknown): void {
  const { headers, url } = (given ?? {}) as Partial<Request>;
  const isUrl = typeof url === 'string';
  if (typeof headers?.get === 'function' && isUrl) return;
  throw new TypeError(
    headers && isUrl
      ? 'createOrderHandler: the handler got a request of Node. Mount it as toNodeListener(handler), of @norce-kit/server/node.'
      : 'createOrderHandler: the handler got no Request. Pass the one of your framework, such as handler(event.request).',
  );
}

/** Returns the plain handler behind an entry point, or undefined for a function that wraps one. */
export function plainHandlerOf(handler: FetchHandler): PlainHandler | undefined {
  return plainHandlers.get(handler);
}

/** The members that servers put into their further arguments, or into the request. */
interface Platform {
  /** Workers, as third argument; Netlify and Hono, as second; srvx, below h3, Nitro and TanStack Start, in the request. */
  readonly waitUntil?: (work: Promise<unknown>) => void;
  /** Netlify, as second argument; srvx, in the request. */
  readonly ip?: string;
  /** Deno. */
  readonly remoteAddr?: { readonly hostname?: string };
  /** Bun. */
  readonly requestIP?: (request: Request) => { readonly address?: string } | null;
}

function toHost(request: Request, platform: readonly unknown[]): Host {
  if (platform.length === 0 && !('waitUntil' in request)) return {};
  const given: readonly unknown[] = [...platform, request];
  const objects = given.filter((one): one is Platform => typeof one === 'object' && one !== null);
  const context = objects.find(({ waitUntil }) => typeof waitUntil === 'function');
  return {
    waitUntil: context && ((work) => context.waitUntil?.(work)),
    address: () => {
      const server = objects.find(({ requestIP }) => typeof requestIP === 'function');
      const { hostname } = objects.find(({ remoteAddr }) => remoteAddr !== undefined)?.remoteAddr ?? {};
      const { ip } = objects.find((one) => typeof one.ip === 'string') ?? {};
      return server?.requestIP?.(request)?.address ?? hostname ?? ip;
    },
  };
}
