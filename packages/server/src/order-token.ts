import type { JWTPayload } from 'jose';

/** Signs which order a browser is bound to, and tells it from what was signed. */
export interface OrderTokens {
  /** A token that opens the order for so many seconds. */
  readonly sign: (orderId: string, maxAge: number) => Promise<string>;
  /** The order that a token opens; undefined for one that is forged, of another kind or too old. */
  readonly read: (token: string) => Promise<string | undefined>;
}

type Key = () => Promise<CryptoKey>;

const tokenType = 'norce-order+jwt';
const mostKnown = 1_000;
/** The one way to write a token: decoders also take spaces, padding and idle bits in its signature of 32 bytes. */
const canonical = /^[\w-]+\.[\w-]+\.[\w-]{42}[AEIMQUYcgkosw048]$/;

// Loaded at first use, so that importing the handler stays quick.
const loadSign = once(() => import('jose/jwt/sign'));
const loadVerify = once(() => import('jose/jwt/verify'));

/**
 * Tokens that any of the secrets has signed are good; the first one signs.
 *
 * What was found good is remembered until it runs out, for a page asks many times with the same token and the secrets
 * never change. Only that: nobody can push it out with tokens of their own making.
 */
export function createOrderTokens(secrets: readonly [Uint8Array, ...Uint8Array[]]): OrderTokens {
  const keys = secrets.map(toKey);
  const [signingKey = toKey(secrets[0])] = keys;
  const known = new Map<string, { readonly orderId: string; readonly expires: number }>();
  return {
    sign: async (orderId, maxAge) => {
      const { SignJWT } = await loadSign();
      const token = new SignJWT().setProtectedHeader({ alg: 'HS256', typ: tokenType }).setSubject(orderId);
      const key = await signingKey();
      return await token.setIssuedAt().setExpirationTime(`${maxAge}s`).sign(key);
    },
    read: async (token) => {
      const found = known.get(token);
      if (found && found.expires > Date.now()) return found.orderId;
      known.delete(token);
      if (!canonical.test(token)) return undefined;
      const { sub: orderId, exp = 0 } = (await verify(token, keys)) ?? {};
      if (orderId === undefined) return undefined;
      const [oldest = ''] = known.keys();
      if (known.size >= mostKnown) known.delete(oldest);
      known.set(token, { orderId, expires: exp * 1000 });
      return orderId;
    },
  };
}

async function verify(token: string, keys: readonly Key[]): Promise<JWTPayload | undefined> {
  const { jwtVerify } = await loadVerify();
  const checks = { algorithms: ['HS256'], typ: tokenType, requiredClaims: ['sub', 'exp'] };
  for (const key of keys) {
    const verified = await jwtVerify(token, await key(), checks).catch(() => undefined);
    if (verified) return verified.payload;
  }
  return undefined;
}

/** Imported at first use, because some runtimes allow no cryptography before there is a request; and once, as it is slow. */
function toKey(secret: Uint8Array): Key {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  return once(() =>
    crypto.subtle.importKey('raw', secret as BufferSource, algorithm, false, ['sign', 'verify']),
  );
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
