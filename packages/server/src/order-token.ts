import type { JWTPayload } from 'jose';
import { once } from './hooks.ts';
import { setRecent } from './recent.ts';

/** Signs and verifies order ids. */
export interface OrderTokens {
  /** Returns a token for the order that expires after `maxAge` seconds. */
  readonly sign: (orderId: string, maxAge: number) => Promise<string>;
  /** Returns the order id in a token, at once if it is cached; undefined for forged, foreign and expired tokens. */
  readonly read: (token: string) => string | undefined | Promise<string | undefined>;
}

type Key = () => Promise<CryptoKey>;

const maxKnown = 1_000;
const signatureLength = 43;
/** Only the canonical encoding: decoders also accept spaces, padding and unused bits in the signature of 32 bytes. */
const canonical = /^[\w-]+\.[\w-]+\.[\w-]{42}[AEIMQUYcgkosw048]$/;

// Loaded at first use, to keep the import of the handler fast. A process may have no free file descriptor for a moment.
const loadSign = once(() => import('jose/jwt/sign'));
const loadVerify = once(() => import('jose/jwt/verify'));

/**
 * Creates tokens of one type that the first secret signs and all secrets verify.
 *
 * Verified tokens are cached until they expire, because a page sends the same token many times. Only valid tokens enter
 * the cache, so forged ones cannot evict them.
 */
export function createOrderTokens(secrets: readonly [Uint8Array, ...Uint8Array[]], typ: string): OrderTokens {
  const keys = secrets.map(toKey);
  const [signingKey = toKey(secrets[0])] = keys;
  // By signature: a map reads each letter of a new text, and this runs for each request.
  const known = new Map<
    string,
    { readonly token: string; readonly orderId: string; readonly expires: number }
  >();
  const readUnknown = async (token: string) => {
    if (!canonical.test(token)) return undefined;
    const { sub: orderId, exp = 0 } = (await verify(token, keys, typ)) ?? {};
    if (orderId === undefined) return undefined;
    setRecent(known, signatureOf(token), { token, orderId, expires: exp * 1000 }, maxKnown);
    return orderId;
  };
  return {
    sign: async (orderId, maxAge) => {
      const { SignJWT } = await loadSign();
      const token = new SignJWT().setProtectedHeader({ alg: 'HS256', typ }).setSubject(orderId);
      const key = await signingKey();
      return await token.setIssuedAt().setExpirationTime(`${maxAge}s`).sign(key);
    },
    read: (token) => {
      const found = known.get(signatureOf(token));
      if (found?.token === token && found.expires > Date.now()) return found.orderId;
      return readUnknown(token);
    },
  };
}

async function verify(token: string, keys: readonly Key[], typ: string): Promise<JWTPayload | undefined> {
  const { jwtVerify } = await loadVerify();
  const checks = { algorithms: ['HS256'], typ, requiredClaims: ['sub', 'exp'] };
  for (const key of keys) {
    const verified = await jwtVerify(token, await key(), checks).catch(() => undefined);
    if (verified) return verified.payload;
  }
  return undefined;
}

/** Imports the key at first use, because some runtimes forbid cryptography outside a request, and only once, because it is slow. */
function toKey(secret: Uint8Array): Key {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  return once(() =>
    crypto.subtle.importKey('raw', secret as BufferSource, algorithm, false, ['sign', 'verify']),
  );
}

function signatureOf(token: string): string {
  return token.slice(-signatureLength);
}
