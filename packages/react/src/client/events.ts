import { addListener, notifyListeners } from '@norce-kit/core';
import type { AnswerEvent, AttributeEvent, Listeners } from '@norce-kit/core';
import { perClient } from './per-client.ts';
import type { Client } from './types.ts';

/** A fact about an order, emitted once, when it is certain. Contains no personal data. */
export type OrderEvent =
  | {
      /**
       * `consent-saved`, `consent-not-saved` and `consent-unknown` end the shopper's own answer; `consent-dropped` means
       * that the shopper goes on without it; `consent-changed` is a change by another party, found by reading the order.
       */
      readonly type: `consent-${AnswerEvent['type']}`;
      /** Id of the order. */
      readonly orderId: string;
      /** Id of the consent. */
      readonly consentId: string;
      /** The shopper's value; for `consent-dropped` and `consent-changed` the value the order holds now. */
      readonly checked: boolean;
    }
  | {
      /** A validation was registered; not emitted when the order already had it. */
      readonly type: 'validation-registered';
      /** Id of the order. */
      readonly orderId: string;
      /** Its name in the handler, or its adapter where it was registered with the key. */
      readonly validation: string;
    }
  | {
      /** Whether the order is known to hold the shopper's last value of an attribute of `usePatchAttributes`. */
      readonly type: `attribute-${AttributeEvent['type']}`;
      /** Id of the order. */
      readonly orderId: string;
      /** Key among the order's attributes. */
      readonly key: string;
    }
  | {
      /** Whether the evidence of a saved answer is in the order's attributes. `evidence-not-saved` may be followed by `evidence-saved`. */
      readonly type: 'evidence-saved' | 'evidence-not-saved';
      /** Id of the order. */
      readonly orderId: string;
      /** Id of the consent. */
      readonly consentId: string;
    };

/** Listeners of the events of a client. */
const listenersOf: (client: Client) => Listeners<OrderEvent> = perClient(() => new Set());

/** Emits an event. An error that a listener throws is reported and stops nothing. */
export function emit(client: Client, event: OrderEvent): void {
  notifyListeners(listenersOf(client), event);
}

/** Calls `listener` with each event of any order. Returns the function that unsubscribes. */
export function subscribeToEvents(client: Client, listener: (event: OrderEvent) => void): () => void {
  return addListener(listenersOf(client), listener);
}
