import { createApiKeys, resolveConnection } from '@norce-kit/core/forwarding';
import { fetchTransport } from './fetch-transport.ts';
import { runHook } from './hooks.ts';
import { optionError } from './option-error.ts';
import type { Upstream } from './options.ts';
import type { OrderSlots } from './order-slots.ts';
import { createOrderSlots } from './order-slots.ts';
import type { Transport } from './transport.ts';
import { transportOf } from './transport.ts';

/** Headers of every request, with one key. All requests share these objects, so no transport may change them. */
export interface UpstreamAccess {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The same for a request with a body. */
  readonly bodyHeaders: Readonly<Record<string, string>>;
}

/** Address of the order API, access to it, and the way to send requests. */
export interface UpstreamConfig {
  readonly origin: string;
  /** Path of the base URL, without a slash at its end. */
  readonly basePath: string;
  /** Undefined while the key is a function: `loadAccess` calls it. */
  readonly access: UpstreamAccess | undefined;
  readonly loadAccess: () => Promise<UpstreamAccess>;
  /** Whether a text has the key of a request, or one that was used lately. The order API may repeat a key. */
  readonly hasKey: (text: string, access?: UpstreamAccess) => boolean;
  readonly transport: Transport;
  readonly slots: OrderSlots;
  /** Timeout of one request in ms, including the response body. */
  readonly timeout: number;
}

/** Limits of upstream requests. */
export interface UpstreamLimits {
  /** Timeout of one request in ms. */
  readonly timeout: number;
  /** Timeout of a call of `apiKey` in ms. */
  readonly hookTimeout: number;
  /** Requests of one order that run side by side. */
  readonly maxPerOrder: number;
}

/** Checks address and credentials, so that no later request can fail on them or quote them in an error. */
export function readUpstream(upstream: Upstream, limits: UpstreamLimits): UpstreamConfig {
  const { baseUrl, headers, authorize } = resolveConnection(upstream, 'createOrderHandler: upstream.');
  const { origin } = new URL(baseUrl);
  const keys = createApiKeys();
  let latest: { readonly value: string; readonly access: UpstreamAccess } | undefined;
  const accessOf = (value: string): UpstreamAccess => {
    if (latest?.value === value) return latest.access;
    const key = keys.add(value);
    const all = { ...headers, authorization: value };
    const bodyHeaders = Object.freeze({ ...all, 'content-type': 'application/json' });
    latest = { value, access: { key, headers: Object.freeze(all), bodyHeaders } };
    return latest.access;
  };
  const { timeout, hookTimeout, maxPerOrder } = limits;
  return {
    origin,
    basePath: baseUrl.slice(origin.length),
    access: authorize ? undefined : accessOf(headers['authorization'] ?? ''),
    loadAccess: async () => accessOf(authorize ? await runHook('apiKey', hookTimeout, authorize) : ''),
    // A function may return another key for each request, so that many follow while one runs.
    hasKey: (text, access) => keys.areIn(text, access && [access.key]),
    transport: readTransport(upstream),
    slots: createOrderSlots(maxPerOrder, timeout),
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
