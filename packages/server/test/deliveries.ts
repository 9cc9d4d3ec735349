import type { Order } from '@norce-kit/core';
import type { LoggedConsentAnswer } from '../src/consent-log.ts';
import type { ConsentDeliveryOptions } from '../src/delivery/consent-delivery.ts';
import { createConsentDelivery } from '../src/delivery/consent-delivery.ts';
import { memoryDeliveryStore } from '../src/delivery/memory-store.ts';
import type { DeliveredAnswer } from '../src/delivery/types.ts';

/** Returns a row of the consent log. */
export const row = (id: string, changed: Partial<LoggedConsentAnswer> = {}): LoggedConsentAnswer => ({
  id,
  orderId: 'o_1',
  consentId: 'ci_newsletter',
  checked: true,
  time: '2026-01-01T00:00:00.000Z',
  pageId: 'p',
  sequence: 1,
  correlationId: 'c',
  hash: 'h',
  ...changed,
});

/** Creates a delivery in memory, for an order whose state the test changes. */
export function createDelivery(
  options: Partial<ConsentDeliveryOptions> = {},
  settings: Parameters<typeof memoryDeliveryStore>[0] = { retryDelay: 0 },
) {
  const order = { status: 'completed', checked: true };
  const store = memoryDeliveryStore(settings);
  const delivered: DeliveredAnswer[] = [];
  const delivery = createConsentDelivery({
    store,
    admin: {
      getOrder: (id) =>
        Promise.resolve({
          id,
          state: { currentStatus: order.status },
          consents: [{ id: 'ci_newsletter', checked: order.checked }],
          customer: { billing: { email: 'ebba@shop.example', phone: '+46701234567' } },
        } as Order),
    },
    deliver: (answer) => {
      delivered.push(answer);
      return Promise.resolve(undefined);
    },
    ...options,
  });
  const keys = () => delivered.map(({ idempotencyKey }) => idempotencyKey);
  /** Logs an answer that the order holds. */
  const answer = async (id: string, changed: Partial<LoggedConsentAnswer> = {}) => {
    order.checked = changed.checked ?? true;
    await delivery
      .follow({ secret: '', writeAll: (rows) => store.writeAll(rows) })
      .writeAll?.([row(id, changed)]);
  };
  return { order, store, delivery, delivered, keys, answer };
}
