/**
 * Whether `known`, which an order has as the address of a validation, is the address that was registered. Undocumented:
 * whether the order has it as registered, or with its id in the place of `{order_id}`.
 */
export function isRegisteredAddress(known: unknown, registered: string, orderId: string): boolean {
  return known === registered || known === registered.replaceAll('{order_id}', orderId);
}
