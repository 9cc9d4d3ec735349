import type { AnswerEvent } from '@norce-kit/core';
import { answersOf } from './answers.ts';
import { oncePer } from './per-client.ts';
import type { PageClient } from './types.ts';

/** Something that became certain about an order. */
export type OrderEvent =
  | {
      readonly type: `consent-${AnswerEvent['type']}`;
      readonly orderId: string;
      readonly consentId: string;
      readonly checked: boolean;
    }
  | {
      readonly type: 'validation-registered';
      readonly orderId: string;
      /** Its name in the handler, or its adapter where it was registered with the key. */
      readonly validation: string;
    }
  | {
      /** Whether the order's attributes hold the evidence of a saved answer. */
      readonly type: 'evidence-saved' | 'evidence-not-saved';
      readonly orderId: string;
      readonly consentId: string;
    };

/** Who hears the events that do not come from the register. */
const eventListenersOf: (client: PageClient) => Set<(event: OrderEvent) => void> = oncePer(() => new Set());

/** Tells an event; what a listener throws harms nothing. */
export function tell(client: PageClient, event: OrderEvent): void {
  for (const listener of [...eventListenersOf(client)]) {
    try {
      listener(event);
    } catch (error) {
      // As the platform does with what an event listener throws.
      (globalThis as Partial<typeof globalThis>).reportError?.(error);
    }
  }
}

/** Calls `listener` with each event of any order; returns what ends that. */
export function subscribeToEvents(client: PageClient, listener: (event: OrderEvent) => void): () => void {
  const listeners = eventListenersOf(client);
  listeners.add(listener);
  const stop = answersOf(client).subscribeToEvents((event) => {
    listener({ ...event, type: `consent-${event.type}` });
  });
  return () => {
    listeners.delete(listener);
    stop();
  };
}
