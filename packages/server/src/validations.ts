/** A check that the order service is to call; `{order_id}` in the address is replaced by the service. */
export interface ValidationTarget {
  adapterId: string;
  url: string;
}

/** Checks that a trusted UI may register by their address, `{ "url": … }`, for one adapter. */
export interface TrustedValidations {
  adapterId: string;
  /** Origins of the addresses, such as `https://checks.shop.example`: https, public names, no ports. */
  origins: readonly string[];
}

const dnsName = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?$/;
const privateName = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|test-network|arpa)$/;
const placeholder = '{order_id}';

/** Whether an origin may be trusted with validations at all: https, its usual port, a public name and no number. */
export function isPublicOrigin(origin: string): boolean {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (url?.protocol !== 'https:' || url.port !== '' || url.href !== `${url.origin}/`) return false;
  return dnsName.test(url.hostname) && !privateName.test(url.hostname);
}

/**
 * Whether the order service may be told to call this address. It has to be written exactly as the WHATWG parser would
 * write it, below one of the origins: another spelling (credentials, ports, backslashes, `%2e`, look-alikes, numbers
 * for names) is either another place or an attempt to look like one of these.
 */
export function isTrustedAddress(address: string, origins: ReadonlySet<string>): boolean {
  if (address.length > 2048 || !/^[\x21-\x7e]+$/.test(address)) return false;
  const plain = address.replaceAll(placeholder, 'order_id');
  if (/[{}#]|%7b|%7d|%2e|%2f|%5c/i.test(plain) || !URL.canParse(plain)) return false;
  const { href, origin } = new URL(plain);
  return href === plain && origins.has(origin) && address.startsWith(`${origin}/`);
}
