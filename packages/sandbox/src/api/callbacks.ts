import type { ValidationFailure } from '@norce-kit/core';
import type { Call } from './context.ts';
import { isRecord, parse } from './request.ts';
import type { SandboxOrder, SandboxValidation } from '../types.ts';

/** Asks one registered validation; an empty list is its consent. */
export async function askValidation(
  order: SandboxOrder,
  validation: SandboxValidation,
  call: Pick<Call, 'callbacks' | 'clock' | 'unknowns'>,
): Promise<readonly ValidationFailure[]> {
  const { fetch = globalThis.fetch, allow = isLoopback, timeout = 5000 } = call.callbacks;
  const url = addressOf(validation, order);
  if (url === undefined || !allow(url)) return [];
  const stop = new AbortController();
  const cancel = call.clock.setTimeout(() => stop.abort(), timeout);
  try {
    // A redirect could lead from an allowed address to one that is not.
    const answer = await fetch(url.href, { ...request(order, call), redirect: 'error', signal: stop.signal });
    return answer.ok ? [] : readFailures(parse(await answer.text()), validation);
  } catch {
    return stop.signal.aborted ? [] : [{ code: 'validation-unreachable', adapterId: validation.adapterId }];
  } finally {
    cancel();
  }
}

/** Whether an address stays on this machine. URLs are normalised when parsed: 127.1 and 0x7f000001 are seen through. */
export function isLoopback({ protocol, hostname }: URL): boolean {
  const local = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
  return local && (protocol === 'http:' || protocol === 'https:');
}

function addressOf({ url }: SandboxValidation, { id }: SandboxOrder): URL | undefined {
  // v0 writes the placeholder one way, v1 the other.
  const address = url.replaceAll(/\{order_id\}|\{order\.id\}/g, () => encodeURIComponent(id));
  return URL.canParse(address) ? new URL(address) : undefined;
}

function request(order: SandboxOrder, { unknowns }: Pick<Call, 'unknowns'>): RequestInit {
  const headers = { 'x-merchant': order.merchant, 'x-channel': order.channel };
  if (unknowns.validationBody === 'empty') return { method: 'POST', headers };
  return {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(order),
  };
}

function readFailures(body: unknown, { adapterId }: SandboxValidation): readonly ValidationFailure[] {
  const given =
    isRecord(body) && Array.isArray(body['errors']) ? (body['errors'] as unknown[]) : [body].flat();
  const failures = given.filter(isRecord).map((failure) => ({ adapterId, ...failure }));
  return failures.length > 0 ? failures : [{ code: 'order-validation', adapterId }];
}
