/**
 * Returns the address of the client behind `trustedProxies` proxies, each of which adds the address it sees to
 * `X-Forwarded-For`. What a client itself writes into the header is further left and never reached.
 */
export function clientAddress(
  headers: Headers,
  socketAddress: string | undefined,
  trustedProxies: number,
): string | undefined {
  if (trustedProxies === 0) return socketAddress;
  const forwarded = headers.get('x-forwarded-for')?.split(',') ?? [];
  const addresses = forwarded.map((address) => address.replaceAll(/[\t ]/g, '')).filter(Boolean);
  // The last proxy is the other end of the socket, so its own address is not in the header.
  return addresses.at(-trustedProxies) ?? addresses[0] ?? socketAddress;
}
