import { resolveConnection } from '@norce-kit/core/forwarding';
import { fetchTransport } from './fetch-transport.ts';
import { optionError } from './option-error.ts';
import type { Upstream } from './options.ts';
import type { Transport } from './transport.ts';
import { transportOf } from './transport.ts';

/** Address of the order API, headers of every request, and the way to send them. */
export interface UpstreamConfig {
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The same for a request with a body. */
  readonly bodyHeaders: Readonly<Record<string, string>>;
  /** Removed from everything that is passed on, even if the order API repeats it. */
  readonly key: string;
  readonly transport: Transport;
  /** Timeout of one request in ms, including the response body. */
  readonly timeout: number;
}

/** Checks address and credentials, so that no later request can fail on them or quote them in an error. */
export function readUpstream(upstream: Upstream, timeout: number): UpstreamConfig {
  const { baseUrl, headers } = resolveConnection(upstream, 'createOrderHandler: upstream.');
  return {
    baseUrl,
    // All requests share these objects, so no transport may change them.
    headers: Object.freeze(headers),
    bodyHeaders: Object.freeze({ ...headers, 'content-type': 'application/json' }),
    key: upstream.apiKey,
    transport: readTransport(upstream),
    timeout,
  };
}

function readTransport({ transport, fetch }: Upstream): Transport {
  if (transport === undefined) return fetchTransport(fetch);
  const made = transportOf(transport);
  if (made) return made;
  throw optionError(
    'upstream.transport is not the result of undiciTransport()',
    'the handler cannot send requests with it',
    'pass undiciTransport() of @norce-kit/server/node, or a function as upstream.fetch',
  );
}
