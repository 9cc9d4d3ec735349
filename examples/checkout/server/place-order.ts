import { isOrderApiError } from '@norce-kit/core';
import type { Order } from '@norce-kit/core';
import type { OrderAdmin } from '@norce-kit/core/admin';
import type { WriteAddress } from './address.ts';

/** The reasons why an order was refused, with ids and texts of the order and codes of the order service. */
export interface Refusal {
  readonly consents: readonly { readonly id: string; readonly text: string }[];
  readonly reasons: readonly string[];
}

/** The result of a request to place the order. Without `placed` the outcome is unknown: read the order. */
export interface PlacingResult {
  readonly placed?: boolean;
  /** Why it was refused; missing when the order service failed. */
  readonly refusal?: Refusal;
}

export interface PlacingSteps {
  readonly admin: OrderAdmin;
  readonly writeAddress: WriteAddress;
}

/**
 * Places the order. The order service decides, independent of the state of the page. Sends nothing after `signal` is
 * aborted.
 */
export async function placeOrder(
  { admin, writeAddress }: PlacingSteps,
  orderId: string,
  signal: AbortSignal,
): Promise<PlacingResult> {
  const refuse = async (...codes: (string | undefined)[]) =>
    explain(await admin.getOrder(orderId, { signal }), codes);
  let isSent = false;
  try {
    const order = await admin.getOrder(orderId, { signal });
    // Already placed by a second click or in another tab.
    if (order.state?.currentStatus !== 'checkout') return { placed: true };
    await writeAddress(order, signal);
    const validation = await admin.validateOrder(orderId, { signal });
    if (!validation.ok) return await refuse(...validation.failures.map(({ code }) => code));
    isSent = true;
    await admin.setState(orderId, 'processing', { signal });
    return { placed: true };
  } catch (error) {
    if (isSent && isOrderApiError(error) && error.kind === 'invalid') return await refuse(error.code);
    // No error of these calls contains the key or the shopper's data.
    console.error(String(error));
    const isUnknown = isSent && !(isOrderApiError(error) && error.outcome === 'not-applied');
    return isUnknown ? {} : { placed: false };
  }
}

/** Reads the missing consents from the order, because a refusal does not contain them. */
function explain({ consents = [] }: Order, codes: readonly (string | undefined)[]): PlacingResult {
  return {
    placed: false,
    refusal: {
      consents: consents
        .filter(({ required, checked }) => required === true && checked !== true)
        .map(({ id = '', text = id }) => ({ id, text })),
      reasons: codes.filter((code) => code !== undefined),
    },
  };
}
