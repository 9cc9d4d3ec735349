import { isOrderApiError } from '@norce-kit/core';
import type { ConsentAnswer, OrderApiError, OrderClient, WriteOptions } from '@norce-kit/core';
import { senderOf } from './answers.ts';
import { latestOf, perClient } from './per-client.ts';
import type { Client } from './types.ts';

type Send = OrderClient['patchConsent'];

/** One write of the register. */
interface Call {
  readonly orderId: string;
  readonly answer: ConsentAnswer;
  readonly options: WriteOptions;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

// Browsers send six requests at a time over HTTP/1.1, and the others use up their timeout in the queue.
const maxSingle = 10;
// The limit of the handler.
const maxTogether = 100;

/**
 * Makes the register of a client send its answers together: more than ten of one task go out as few requests.
 */
export function sendTogether(client: Client): void {
  senderOf(client).patchConsent = togetherOf(client);
}

const togetherOf: (client: Client) => Send = perClient(createTogether);

/**
 * Returns a `patchConsent` that sends more than ten writes of one task as few requests. The register never has two writes
 * of one consent under way, so the order of the answers stays.
 */
function createTogether(client: Client): Send {
  let calls: Call[] = [];
  const flush = () => {
    const groups = new Map<string, Call[]>();
    for (const call of calls) {
      const { retry, followsWithin } = call.options;
      const key = JSON.stringify([call.orderId, retry, followsWithin]);
      groups.set(key, [...(groups.get(key) ?? []), call]);
    }
    calls = [];
    for (const group of groups.values()) sendIn(client, group, maxTogether);
  };
  return (orderId, id, checked, options = {}) =>
    new Promise((resolve, reject) => {
      // Still before `pagehide`: microtasks run before the next event.
      if (calls.length === 0) queueMicrotask(flush);
      calls.push({ orderId, answer: { id, checked }, options, resolve, reject });
    });
}

/** Sends calls in requests of up to `size`, or one by one if there are few. */
function sendIn(client: Client, calls: readonly Call[], size: number): void {
  const step = calls.length > maxSingle ? size : 1;
  for (let at = 0; at < calls.length; at += step) void send(client, calls.slice(at, at + step));
}

async function send(client: Client, calls: readonly Call[]): Promise<void> {
  const [first] = calls;
  if (first === undefined) return;
  const { orderId, answer, options } = first;
  const onRetry = (error: OrderApiError) => calls.forEach((call) => call.options.onRetry?.(error));
  const isSingle = calls.length === 1;
  try {
    if (isSingle) await latestOf(client).patchConsent(orderId, answer.id, answer.checked, options);
    else
      await latestOf(client).patchConsents(
        orderId,
        calls.map((call) => call.answer),
        { ...options, onRetry },
      );
    calls.forEach(({ resolve }) => resolve());
  } catch (error) {
    if (isSingle || !isOrderApiError(error) || !mayBeOne(error)) {
      calls.forEach(({ reject }) => reject(error));
      return;
    }
    onRetry(error);
    sendIn(client, calls, Math.ceil(calls.length / 2));
  }
}

/** Whether one of several answers may be the reason of a refusal, which must not fail the others. */
const mayBeOne = ({ kind, outcome }: OrderApiError): boolean =>
  outcome === 'not-applied' && (kind === 'invalid' || kind === 'not-found' || kind === 'forbidden');
