import { isOrderApiError } from '@norce-kit/core';
import type { Order } from '@norce-kit/core';
import type { QueryClient } from '@tanstack/react-query';
import type { Client } from '../client/types.ts';
import { warnOnce } from '../dev.ts';
import { explainFailure } from './failures.ts';
import { checkCache } from './providers.ts';

/** The consents of one order in one cache. */
interface Consents {
  /** The ids that components and hooks use. */
  readonly used: Set<string>;
  /** The ids that the order has had since the page was opened: a consent that was removed is no mistake of a developer. */
  readonly present: Set<string>;
  /** The ids of the last read. */
  last: readonly string[] | undefined;
}

const caches = new WeakMap<QueryClient, Map<string, Consents>>();

function consentsOf(queryClient: QueryClient, orderId: string): Consents {
  const orders = caches.get(queryClient) ?? new Map<string, Consents>();
  caches.set(queryClient, orders);
  const consents = orders.get(orderId) ?? { used: new Set(), present: new Set(), last: undefined };
  orders.set(orderId, consents);
  return consents;
}

/**
 * Notes that a hook or a component uses a consent. Warns, once the order was read, when the order has none of this id and
 * had none before.
 */
export function noteConsent(
  queryClient: QueryClient,
  orderId: string,
  consentId: string,
  isKnown = false,
): void {
  if (typeof document === 'undefined') return;
  const consents = consentsOf(queryClient, orderId);
  consents.used.add(consentId);
  if (isKnown) consents.present.add(consentId);
  compare(orderId, consents);
}

/** Warns of the mistakes that a read of an order shows. */
export function watchRead(
  read: Promise<Order>,
  { client, queryClient, orderId }: { client: Client; queryClient: QueryClient; orderId: string },
): void {
  if (typeof document === 'undefined') return;
  // An own client may return something else than a promise.
  Promise.resolve(read).then(
    (order) => {
      checkCache(orderId, queryClient);
      const consents = consentsOf(queryClient, orderId);
      consents.last = (order.consents ?? []).flatMap(({ id }) => (id === undefined ? [] : [id]));
      consents.last.forEach((id) => consents.present.add(id));
      compare(orderId, consents);
    },
    (error: unknown) => {
      // An id made from a value that is missing, or one that no request can carry, such as a path.
      const isText = typeof (orderId as unknown) === 'string';
      if (/^(undefined|null|NaN|\[object \w+\])?$/.test(orderId) || (isText && isNoId(error))) {
        warnOnce(`"${orderId}" is no order id. Render OrderProvider when the order exists, and pass its id.`);
      } else if (!isText) {
        warnOnce(`the order id ${orderId} is no text. Pass it as a string.`);
      } else if (isOrderApiError(error) && error.code === 'order-not-found') {
        // An order that was read before was removed since.
        if (consentsOf(queryClient, orderId).last !== undefined) return;
        warnOnce(
          `the order API has no order ${orderId}. Pass the id that createOrder returned. ` +
            'A restarted sandbox has no orders: start a new checkout.',
        );
      } else explainFailure(error, client, 'GET');
    },
  );
}

/** Whether the client refused the id. */
function isNoId(error: unknown): boolean {
  return isOrderApiError(error) && error.message.includes('orderId is not an id');
}

function compare(orderId: string, { used, present, last }: Consents): void {
  if (last === undefined) return;
  const shown = last.length > 20 ? [...last.slice(0, 20), '…'] : last;
  for (const consentId of used) {
    if (present.has(consentId)) continue;
    const found = `it has ${shown.join(', ') || 'none'}.`;
    if (consentId) warnOnce(`order ${orderId} has no consent "${consentId}"; ${found}`);
    else {
      warnOnce(
        `a component or a hook has no consentId. Pass the id of a consent of order ${orderId}; ${found}`,
      );
    }
  }
}
