import { isOrderApiError } from '@norce-kit/core';
import type { OrderAdmin } from '@norce-kit/core/admin';

/** Why an order could not be placed, in the ids and texts of the order and the codes of the order service. */
export interface Refusal {
  readonly consents: readonly { readonly id: string; readonly text: string }[];
  readonly reasons: readonly string[];
}

/** Asks the order service to take the order on. It decides; nothing the page believes counts here. */
export async function placeOrder(admin: OrderAdmin, orderId: string): Promise<Refusal | undefined> {
  const { state } = await admin.getOrder(orderId);
  // Placed already: by a second click, or in another tab.
  if (state?.currentStatus !== 'checkout') return undefined;
  const validation = await admin.validateOrder(orderId);
  if (!validation.ok)
    return explain(
      admin,
      orderId,
      validation.failures.map(({ code }) => code),
    );
  try {
    await admin.setState(orderId, 'processing');
    return undefined;
  } catch (error) {
    if (!isOrderApiError(error) || error.kind !== 'invalid') throw error;
    return explain(admin, orderId, [error.code]);
  }
}

/** A refusal does not say which consents are missing; the order does. */
async function explain(
  admin: OrderAdmin,
  orderId: string,
  codes: readonly (string | undefined)[],
): Promise<Refusal> {
  const { consents = [] } = await admin.getOrder(orderId);
  return {
    consents: consents
      .filter(({ required, checked }) => required === true && checked !== true)
      .map(({ id = '', text = id }) => ({ id, text })),
    reasons: codes.filter((code) => code !== undefined),
  };
}
