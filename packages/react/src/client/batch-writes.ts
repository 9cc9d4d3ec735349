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
const maxUnbatched = 10;
// The limit of the handler.
const maxBatch = 100;

/** Makes the register of a client send more than ten answers of one task in batches. */
export function batchWrites(client: Client): void {
  senderOf(client).patchConsent = batchingOf(client);
}

const batchingOf: (client: Client) => Send = perClient(createBatching);

/**
 * Returns a `patchConsent` that sends more than ten writes of one task in batches. The register never has two writes of one
 * consent under way, so the order of the answers stays.
 */
function createBatching(client: Client): Send {
  let calls: Call[] = [];
  const flush = () => {
    const groups = new Map<string, Call[]>();
    for (const call of calls) {
      const { retry, followsWithin } = call.options;
      const key = JSON.stringify([call.orderId, retry, followsWithin]);
      groups.set(key, [...(groups.get(key) ?? []), call]);
    }
    calls = [];
    for (const group of groups.values()) sendInBatches(client, group, maxBatch);
  };
  return (orderId, id, checked, options = {}) =>
    new Promise((resolve, reject) => {
      // Still before `pagehide`: microtasks run before the next event.
      if (calls.length === 0) queueMicrotask(flush);
      calls.push({ orderId, answer: { id, checked }, options, resolve, reject });
    });
}

/** Sends calls in batches of up to `size`, or one by one if there are few. */
function sendInBatches(client: Client, calls: readonly Call[], size: number): void {
  const step = calls.length > maxUnbatched ? size : 1;
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
    if (isSingle || !isOrderApiError(error) || !mayConcernOne(error)) {
      calls.forEach(({ reject }) => reject(error));
      return;
    }
    onRetry(error);
    sendInBatches(client, calls, Math.ceil(calls.length / 2));
  }
}

/** Whether one of several answers may be the reason of a refusal, which must not fail the others. */
const mayConcernOne = ({ kind, outcome }: OrderApiError): boolean =>
  outcome === 'not-applied' && (kind === 'invalid' || kind === 'not-found' || kind === 'forbidden');
