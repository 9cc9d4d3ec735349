import ipaddr from 'ipaddr.js';
import { callListener, limitTime } from './hooks.ts';
import { acceptWhenLate } from './late-limit.ts';
import type { OrderHandlerOptions, RequestClient } from './options.ts';
import { checkAmounts } from './option-amounts.ts';
import { optionError } from './option-error.ts';
import { checkFunctions } from './option-kinds.ts';
import { checkNames } from './option-names.ts';

/** The part of a limiter of `rate-limiter-flexible` that is used. */
export interface RequestLimiter {
  /**
   * Counts a request. Rejects with `msBeforeNext`, or with an object of such rejections, if there were too many, and with
   * an error if it cannot count.
   */
  consume: (key: string) => Promise<unknown>;
  /** Counts requests while the store of this limiter fails. */
  readonly insuranceLimiter?: RequestLimiter | undefined;
}

/** Options of `createRateLimit`. */
export interface RateLimitOptions {
  /**
   * Limits the requests of one client: of one IPv4 address, or of one network of 64 bits in IPv6.
   * @default none: no limit
   */
  readonly perClient?: RequestLimiter | undefined;
  /**
   * Limits the requests for one order, those of all clients together. The limit comes before `authorize`, so a client
   * that has the id of an order can use it up: make it generous.
   * @default none: no limit
   */
  readonly perOrder?: RequestLimiter | undefined;
  /**
   * Returns the address of the client, for platforms that have it in a header:
   * `(request) => request.headers.get('cf-connecting-ip') ?? undefined`.
   * @default the address that the handler finds, see `trustedProxies`
   */
  readonly address?: ((request: Request, client: RequestClient) => string | undefined) | undefined;
  /**
   * Timeout of the store in ms. After a failure the store is left alone for five seconds, so an outage does not delay each
   * request.
   * @default 200
   */
  readonly timeout?: number | undefined;
  /**
   * Called with the error when the store failed or was late, `address` threw, or the client has no address. The request
   * was then accepted, unless an `insuranceLimiter` replaced the store. Its errors are ignored.
   */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Time in ms after a failure during which the store is not used. */
const pauseAfterFailure = 5_000;

/**
 * Returns the `rateLimit` of the handler, on limiters of `rate-limiter-flexible`: over Redis or Valkey all processes
 * count together. Rejected requests get 429 with `Retry-After`. While the store fails, their `insuranceLimiter` limits
 * each process. Without one, requests are accepted: a limit protects the shop, and its outage must not stop a checkout.
 *
 * @throws TypeError when both `perClient` and `perOrder` are missing, one is not a limiter, `timeout` is not a positive
 * number, or `address` or `onError` is not a function.
 * @example
 * import { Redis } from 'ioredis';
 * import { RateLimiterRedis } from 'rate-limiter-flexible';
 *
 * const reconnectOnError = ({ message }: Error) => message.startsWith('READONLY');
 * const storeClient = new Redis({ maxRetriesPerRequest: 1, socketTimeout: 2_000, reconnectOnError });
 * const rateLimit = createRateLimit({
 *   perClient: new RateLimiterRedis({ storeClient, keyPrefix: 'norce', points: 300, duration: 60 }),
 *   onError: (error) => console.warn(error),
 * });
 */
export function createRateLimit(options: RateLimitOptions): NonNullable<OrderHandlerOptions['rateLimit']> {
  const { perClient, perOrder, timeout = 200, onError } = options;
  const names = { perClient: true, perOrder: true, address: true, timeout: true, onError: true } as const;
  checkNames(options, names, 'createRateLimit');
  checkLimiters({ perClient, perOrder });
  checkAmounts({ timeout }, 'createRateLimit');
  checkFunctions({ address: options.address, onError }, 'createRateLimit');
  const addressOf = options.address ?? ((_: Request, { address }: RequestClient) => address);
  const findAddress = async (request: Request, client: RequestClient): Promise<string | undefined> => {
    try {
      // A promise gets past the types, and so does the null of `headers.get`.
      const given: unknown = addressOf(request, client);
      const found = await given;
      if (typeof found === 'string' && found !== '') return found;
      callListener(onError, noAddress());
    } catch (thrown) {
      callListener(onError, thrown);
    }
    return undefined;
  };
  const resumesAt = new WeakMap<RequestLimiter, number>();

  const consume = async (limiter: RequestLimiter, key: string): Promise<true | number> => {
    if (performance.now() >= (resumesAt.get(limiter) ?? 0)) {
      try {
        await limitTime(limiter.consume(key), timeout);
        return true;
      } catch (thrown) {
        const wait = readWait(thrown);
        if (wait !== undefined) return wait;
        resumesAt.set(limiter, performance.now() + pauseAfterFailure);
        callListener(onError, thrown);
      }
    }
    // The library calls it only after an error, and a client may wait for an absent store without one.
    return limiter.insuranceLimiter ? await consume(limiter.insuranceLimiter, key) : true;
  };

  return acceptWhenLate(async (request, { orderId }, client) => {
    if (perClient) {
      const from = await findAddress(request, client);
      const result = from === undefined || (await consume(perClient, `client:${toClientKey(from)}`));
      // A client that is rejected does not use up the order of another one.
      if (result !== true) return result;
    }
    return perOrder ? await consume(perOrder, `order:${orderId}`) : true;
  });
}

/**
 * Rejects a limiter in place of the options, and the settings of a limiter in its place: each count would fail, and a
 * failure accepts the request.
 */
function checkLimiters(limiters: Readonly<Record<string, RequestLimiter | undefined>>): void {
  if (!Object.values(limiters).some(Boolean)) {
    throw optionError(
      'perClient and perOrder are missing',
      'every request would be accepted',
      'pass { perClient: limiter }, or omit rateLimit of the handler',
      'createRateLimit',
    );
  }
  for (const [name, limiter] of Object.entries(limiters)) {
    if (!limiter || typeof (limiter as Partial<RequestLimiter>).consume === 'function') continue;
    throw optionError(
      `${name} is not a limiter`,
      'every request would be accepted',
      'pass new RateLimiterRedis({ … }), or another limiter of rate-limiter-flexible',
      'createRateLimit',
    );
  }
}

/** Returns the seconds to wait of a rejection, or undefined for an error of the store. */
function readWait(thrown: unknown): number | undefined {
  try {
    return findWait(thrown);
  } catch {
    // A proxy, or a getter that throws.
    return undefined;
  }
}

function findWait(thrown: unknown): number | undefined {
  // A `RateLimiterUnion` rejects with the rejections of its limiters, by their names.
  const byName: readonly unknown[] = Object.values(Object(thrown) as object);
  const waits = [thrown, ...byName]
    .map((rejection) => (Object(rejection) as { readonly msBeforeNext?: unknown }).msBeforeNext)
    .filter((wait) => typeof wait === 'number');
  // Zero seconds would invite the next request at once.
  return waits.length > 0 ? Math.max(1, Math.ceil(Math.max(...waits) / 1_000)) : undefined;
}

function noAddress(): Error {
  return new TypeError('createRateLimit: the address of the client is unknown. Set `address`.');
}

/** Ranges of IPv6 addresses that end with an IPv4 address: mapped, or translated on the way. */
const ipv4Ranges: readonly string[] = ['ipv4Mapped', 'rfc6052', 'rfc6145'];

/**
 * Returns the part of an address that its owner cannot change at will: an IPv4 address, or the first 64 bits in IPv6.
 * Proxies may add a port.
 */
function toClientKey(address: string): string {
  const bare = address
    .replace(/^\[([^\]]*)\].*$/, '$1')
    .replace(/^([\d.]+):\d+$/, '$1')
    .slice(0, 64);
  if (!ipaddr.IPv6.isValid(bare)) return bare;
  const parsed = ipaddr.IPv6.parse(bare);
  return ipv4Ranges.includes(parsed.range())
    ? parsed.toByteArray().slice(-4).join('.')
    : parsed.parts.slice(0, 4).join(':');
}
