import type { ValidationName, RegisteredValidation } from '@norce-kit/core';
import type { QueryClient } from '@tanstack/react-query';
import { tell } from '../client/events.ts';
import { oncePer } from '../client/per-client.ts';
import { orderQueryOptions, wrote } from './order-query.ts';
import type { PageClient } from '../client/types.ts';

/** A validation as a page may register it: by name through the handler, by adapter and URL with the key. */
export type ValidationInput = ValidationName | { readonly adapterId: string; readonly url: string };

/** The registrations under way and those done, by order and validation. */
export const registrationsOf: (client: PageClient) => Map<string, Promise<RegisteredValidation>> = oncePer(
  () => new Map(),
);

/** Registers a validation, unless that is done or under way already. */
export function register(
  client: PageClient,
  queryClient: QueryClient,
  orderId: string,
  validation: ValidationInput,
): Promise<RegisteredValidation> {
  const known = registrationsOf(client);
  const key = registrationKey(orderId, validation);
  const registration = known.get(key) ?? registerAnew(client, queryClient, orderId, validation);
  known.set(key, registration);
  registration.catch(() => known.delete(key));
  return registration;
}

async function registerAnew(
  client: PageClient,
  queryClient: QueryClient,
  orderId: string,
  validation: ValidationInput,
): Promise<RegisteredValidation> {
  // Its successor, `query`, is newer than many a host.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const order = await queryClient.fetchQuery(orderQueryOptions(client, orderId));
  const known = order.validations?.find((registered) => isRegistration(registered, validation));
  if (known !== undefined) return { id: known.id };
  const registered = await client.registerValidation(orderId, validation as never);
  // The answer rarely names the id; the order does.
  wrote(queryClient, orderId, (current) => current);
  tell(client, { type: 'validation-registered', orderId, validation: nameOf(validation) });
  return registered;
}

/** What tells one registration from another. */
export function registrationKey(orderId: string, validation: ValidationInput): string {
  return JSON.stringify(
    'name' in validation ? [orderId, validation.name] : [orderId, validation.adapterId, validation.url],
  );
}

/** Whether an order's validation is what `validation` would register. */
export function isRegistration(registered: object, validation: ValidationInput): boolean {
  return Object.entries(validation).every(
    ([member, value]) => (registered as Record<string, unknown>)[member] === value,
  );
}

const nameOf = (validation: ValidationInput) =>
  'name' in validation ? validation.name : validation.adapterId;
