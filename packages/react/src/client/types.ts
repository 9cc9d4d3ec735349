import type { OrderClient, ValidationName } from '@norce-kit/core';
import type { OrderAdmin, ValidationRegistration } from '@norce-kit/core/admin';

/**
 * A client the hooks accept: the one of `createOrderClient`, or the one of `createOrderAdmin` for interfaces that run
 * where the key is, which may also register validations by adapter and URL and remove them.
 */
export type Client = OrderClient | OrderAdmin;

/** A validation: its name in the handler, or its adapter and URL where the client has the key. */
export type Validation = ValidationName | ValidationRegistration;
