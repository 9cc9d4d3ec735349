import type { SandboxOrder } from '../types.ts';

/** Codes of the checks the order service makes itself; the checks are documented, these names are ours. */
export type CheckCode = 'cart-empty' | 'payment-missing' | 'payment-mismatch';

/** What is wrong with an order before any registered validation is asked. */
export function checkOrder(order: SandboxOrder): readonly CheckCode[] {
  const empty = (order.cart.items ?? []).length === 0;
  return [...(empty ? (['cart-empty'] as const) : []), ...checkPayments(order)];
}

/** Whether the payments cover the total, to the last minor unit. */
export function checkPayments(order: SandboxOrder): readonly CheckCode[] {
  const total = order.total.includingVat ?? 0;
  const payments = order.payments.filter(({ state }) => state !== 'removed');
  if (total > 0 && payments.length === 0) return ['payment-missing'];
  const paid = payments.reduce((sum, payment) => sum + amountOf(payment), 0);
  // Amounts are decimal fractions in binary numbers: compared in minor units, where rounding is exact.
  return Math.round(paid * 100) === Math.round(total * 100) ? [] : ['payment-mismatch'];
}

function amountOf(payment: { readonly [key: string]: unknown }): number {
  return typeof payment['amount'] === 'number' ? payment['amount'] : 0;
}
