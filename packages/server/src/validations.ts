/** Address of a validator that the order API calls. */
export interface ValidationTarget {
  /** Adapter that owns the validation. */
  adapterId: string;
  /** http(s) URL of the validator. The order API replaces `{order_id}` in it by the order's id. */
  url: string;
}

/** Validations that a trusted UI may register by address, as `{ "url": … }`, for one adapter. */
export interface TrustedValidations {
  /** Adapter of all these validations. */
  adapterId: string;
  /** Origins of the addresses, such as `https://checks.shop.example`: https, public names, no ports. */
  origins: readonly string[];
}

const dnsName = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?$/;
const privateName = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|test-network|arpa)$/;
const placeholder = '{order_id}';

/** Whether an origin may be trusted with validations: https, the default port, a public name and no IP address. */
export function isPublicOrigin(origin: string): boolean {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (url?.protocol !== 'https:' || url.port !== '' || url.href !== `${url.origin}/`) return false;
  return dnsName.test(url.hostname) && !privateName.test(url.hostname);
}

/**
 * Whether the order API may call this address. Only the serialization of the WHATWG URL parser, below one of the
 * origins, is accepted: other spellings (credentials, ports, backslashes, `%2e`, look-alike letters, IP addresses) lead to
 * another host or imitate a trusted one.
 */
export function isTrustedAddress(address: string, origins: ReadonlySet<string>): boolean {
  if (address.length > 2048 || !/^[\x21-\x7e]+$/.test(address)) return false;
  const plain = address.replaceAll(placeholder, 'order_id');
  if (/[{}#]|%7b|%7d|%2e|%2f|%5c/i.test(plain) || !URL.canParse(plain)) return false;
  const { href, origin } = new URL(plain);
  return href === plain && origins.has(origin) && address.startsWith(`${origin}/`);
}
