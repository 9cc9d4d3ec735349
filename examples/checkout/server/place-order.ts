import { isOrderApiError } from '@norce-kit/core';
import type { OrderAdmin } from '@norce-kit/core/admin';

/** The reasons why an order was refused, with ids and texts of the order and codes of the order service. */
export interface Refusal {
  readonly consents: readonly { readonly id: string; readonly text: string }[];
  readonly reasons: readonly string[];
}

/** Places the order. The order service decides, independent of the state of the page. */
export async function placeOrder(admin: OrderAdmin, orderId: string): Promise<Refusal | undefined> {
  const { state } = await admin.getOrder(orderId);
  // Already placed by a second click or in another tab.
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

/** Reads the missing consents from the order, because a refusal does not contain them. */
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
