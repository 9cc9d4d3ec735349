import { isPromise } from './hooks.ts';
import { isOrderId } from './ids.ts';
import { createOrderTokens } from './order-token.ts';
import type { RequestScope } from './scope.ts';
import { optionError } from './option-error.ts';
import { checkFlags } from './option-kinds.ts';
import { checkNames } from './option-names.ts';

/** Options of `orderCookie`. */
export interface OrderCookieOptions {
  /**
   * At least 32 random bytes, as text. In a list the first secret signs and all are accepted. To rotate it without
   * rejecting a shopper, deploy `[current, next]`, then `[next, current]`, and `next` alone after `maxAge`: each
   * instance then accepts what the instances of the previous deploy sign.
   */
  secret: string | readonly string[];
  /**
   * Name of the cookie, without the `__Host-` prefix: letters, digits, `_` and `-`. Two shops on one host need two
   * names. A cookie of one name is not accepted under another, even with the same secret.
   * @default 'norce-order'
   */
  name?: string | undefined;
  /**
   * Lifetime of a binding in seconds.
   * @default 86_400
   */
  maxAge?: number | undefined;
  /**
   * Omits `Secure` and the `__Host-` prefix, for development over plain http on hosts that browsers treat as insecure
   * (all except localhost; in Safari localhost too). Never set it in production: the network could read or plant the
   * cookie.
   * @default false
   */
  insecureForDevelopment?: boolean | undefined;
}

/** An `authorize` hook for the order in the browser's cookie, and functions that set, read and clear the cookie. */
export interface OrderCookie {
  /** Returns whether the cookie is bound to this order. */
  (request: Request, scope: Pick<RequestScope, 'orderId'>): boolean | Promise<boolean>;
  /** Returns the `Set-Cookie` value that binds the browser to this order and replaces an earlier binding. */
  readonly bind: (orderId: string) => Promise<string>;
  /** Returns the id of the order in the cookie, for server-rendered pages; undefined without a valid cookie. */
  readonly read: (request: Request) => Promise<string | undefined>;
  /** Returns the `Set-Cookie` value that ends the binding. */
  readonly clear: () => string;
}

/**
 * Creates an `authorize` hook that binds a browser to its order by a signed cookie: HttpOnly, Secure, SameSite=Lax, for
 * this host only. The shop sets it when it creates the order. The server stores nothing.
 *
 * @throws TypeError when a secret is missing or shorter than 32 bytes, `maxAge` is not a positive integer, `name` is not a
 * cookie name, or `insecureForDevelopment` is not a boolean.
 * @example
 * const cookie = orderCookie({ secret: process.env.COOKIE_SECRET! });
 * const handler = createOrderHandler({ upstream, authorize: cookie });
 * // Where the shop creates the order:
 * response.headers.append('set-cookie', await cookie.bind(order.id));
 */
export function orderCookie(options: OrderCookieOptions): OrderCookie {
  // Unset environment variables get past the types.
  const secrets: readonly unknown[] = [options.secret].flat();
  const [first, ...others] = secrets.map(toBytes);
  if (!first) throw weakSecret();
  const names = { secret: true, name: true, maxAge: true, insecureForDevelopment: true } as const;
  checkNames(options, names, 'orderCookie');
  const { maxAge = 86_400, insecureForDevelopment = false, name: ownName = 'norce-order' } = options;
  checkFlags({ insecureForDevelopment }, 'orderCookie');
  // Browsers refuse a cookie with one of their prefixes that lacks its attributes, as in development.
  if (
    typeof (ownName as unknown) !== 'string' ||
    !/^(?!__(?:host|secure|http)-)[\w-]{1,64}$/i.test(ownName)
  ) {
    throw new TypeError('orderCookie: name is not letters, digits, "_" and "-", without a prefix.');
  }
  if (!Number.isSafeInteger(maxAge) || maxAge <= 0) {
    throw new TypeError(
      'orderCookie: maxAge is not a positive whole number of seconds. Omit it for the default of one day.',
    );
  }
  const name = insecureForDevelopment ? ownName : `__Host-${ownName}`;
  const tokens = createOrderTokens([first, ...others], `${ownName}+jwt`);
  const traits = `Path=/; HttpOnly; SameSite=Lax${insecureForDevelopment ? '' : '; Secure'}`;

  const readToken = (request: Request) => {
    const token = findCookie(request.headers.get('cookie') ?? '', name);
    return token === undefined ? undefined : tokens.read(token);
  };
  const read = async (request: Request): Promise<string | undefined> => await readToken(request);
  const authorize = (
    request: Request,
    { orderId }: Pick<RequestScope, 'orderId'>,
  ): boolean | Promise<boolean> => {
    const found = readToken(request);
    return isPromise(found) ? found.then((id) => id === orderId) : found === orderId;
  };
  const bind = async (orderId: string): Promise<string> => {
    // A member that the response does not have gets past the types, and a pattern accepts the word `undefined`.
    if (typeof (orderId as unknown) !== 'string' || !isOrderId(orderId))
      throw new TypeError('orderCookie: the argument of bind is not an order id.');
    return `${name}=${await tokens.sign(orderId, maxAge)}; Max-Age=${maxAge}; ${traits}`;
  };
  return Object.assign(authorize, { bind, read, clear: () => `${name}=; Max-Age=0; ${traits}` });
}

function toBytes(secret: unknown): Uint8Array {
  const bytes = new TextEncoder().encode(typeof secret === 'string' ? secret : '');
  if (bytes.byteLength < 32) throw weakSecret();
  return bytes;
}

function weakSecret(): TypeError {
  return optionError(
    'a secret is missing or shorter than 32 bytes',
    'a cookie signed with it could be forged, and any order changed',
    'generate one with `openssl rand -base64 32` and keep it with the API key',
    'orderCookie',
  );
}

/**
 * Returns the value of the one cookie of a name; undefined for two, because one of them was planted. Searches the text,
 * because a regular expression showed in profiles.
 */
function findCookie(header: string, name: string): string | undefined {
  const before = `${name}=`;
  let found: string | undefined;
  for (let at = header.indexOf(before); at !== -1; at = header.indexOf(before, at + 1)) {
    const previous = header[skipSpace(header, at)];
    // The end of another name, or part of a value.
    if (previous !== undefined && previous !== ';') continue;
    if (found !== undefined) return undefined;
    const end = header.indexOf(';', at);
    const last = skipSpace(header, end === -1 ? header.length : end);
    found = header.slice(at + before.length, last + 1);
  }
  return found;
}

/**
 * Returns the index of the last letter before a position that is no space around a cookie: tab and blank. With U+00A0, which
 * `trim` removes, a subdomain could imitate `__Host-`.
 */
function skipSpace(header: string, position: number): number {
  let at = position - 1;
  while (header[at] === ' ' || header[at] === '\t') at--;
  return at;
}
