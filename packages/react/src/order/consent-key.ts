/** Returns the key of a consent among those of all orders. */
export const consentKey = (orderId: string, consentId: string): string =>
  JSON.stringify([orderId, consentId]);
