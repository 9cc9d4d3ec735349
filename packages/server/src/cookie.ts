import { isOrderId } from './ids.ts';
import { createOrderTokens } from './order-token.ts';
import type { RequestScope } from './scope.ts';

/** Options of `orderCookie`. */
export interface OrderCookieOptions {
  /**
   * At least 32 bytes of randomness, as text. A list rotates: the first signs, all are accepted. Prepend a new one,
   * drop the old one after `maxAge`.
   */
  secret: string | readonly string[];
  /**
   * Seconds a binding lasts.
   * @default 86_400
   */
  maxAge?: number | undefined;
  /**
   * Leaves out `Secure` and the `__Host-` prefix, for development over plain http on a host that browsers do not
   * treat as secure (any but localhost; in Safari localhost too). Never set it in production: anyone on the way could
   * then read or plant the cookie.
   * @default false
   */
  insecureForDevelopment?: boolean | undefined;
}

/** An `authorize` that lets a browser at the one order its cookie is bound to, and what makes that cookie. */
export interface OrderCookie {
  (request: Request, scope: Pick<RequestScope, 'orderId'>): Promise<boolean>;
  /** The value of a `Set-Cookie` header that binds the browser to this order, in place of an earlier one. */
  readonly bind: (orderId: string) => Promise<string>;
  /** The order this browser is bound to, for pages that are rendered on the server. */
  readonly read: (request: Request) => Promise<string | undefined>;
  /** The value of a `Set-Cookie` header that ends the binding. */
  readonly clear: () => string;
}

/**
 * Binds a browser to its order by a signed cookie: HttpOnly, Secure, SameSite=Lax, for this host alone. The shop sets
 * it when it makes the order; nothing is stored on the server.
 *
 * @throws TypeError when there is no secret or one is too short to sign with.
 */
export function orderCookie(options: OrderCookieOptions): OrderCookie {
  // An unset variable of the environment gets past the types.
  const secrets: readonly unknown[] = [options.secret].flat();
  const [first, ...others] = secrets.map(toBytes);
  if (!first) throw weakSecret();
  const { maxAge = 86_400, insecureForDevelopment = false } = options;
  if (!Number.isSafeInteger(maxAge) || maxAge <= 0) {
    throw new TypeError(
      'orderCookie: maxAge is not a whole number of seconds above 0. Leave it out for a day.',
    );
  }
  const name = insecureForDevelopment ? 'norce-order' : '__Host-norce-order';
  const tokens = createOrderTokens([first, ...others]);
  const traits = `Path=/; HttpOnly; SameSite=Lax${insecureForDevelopment ? '' : '; Secure'}`;

  const read = async (request: Request): Promise<string | undefined> => {
    const token = findCookie(request.headers.get('cookie') ?? '', name);
    return token === undefined ? undefined : await tokens.read(token);
  };
  const authorize = async (request: Request, { orderId }: Pick<RequestScope, 'orderId'>): Promise<boolean> =>
    (await read(request)) === orderId;
  const bind = async (orderId: string): Promise<string> => {
    if (!isOrderId(orderId))
      throw new TypeError('orderCookie: bind was given something else than the id of an order.');
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
  return new TypeError(
    'orderCookie: a secret is missing or shorter than 32 bytes. Why it matters: a cookie signed with it could be forged, ' +
      'and any order be changed. What to do: generate one with `openssl rand -base64 32` and keep it with the API key.',
  );
}

/** The cookie's value, unless there are several of the name: then one of them was planted. */
function findCookie(header: string, name: string): string | undefined {
  const values = header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`));
  return values.length === 1 ? values[0]?.slice(name.length + 1) : undefined;
}
