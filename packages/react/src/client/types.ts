import type { OrderClient, RegisteredValidation } from '@norce-kit/core';

/**
 * What the hooks need of a client. `createOrderClient` makes one; so does `createOrderAdmin`, for interfaces that only
 * people with the key can open, which may then register validations by adapter and URL and remove them again.
 */
export interface PageClient extends Omit<OrderClient, 'registerValidation'> {
  registerValidation: (orderId: string, validation: never) => Promise<RegisteredValidation>;
  deleteValidation?: (orderId: string, validationId: string) => Promise<void>;
}
