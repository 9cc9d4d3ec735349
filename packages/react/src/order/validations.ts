import { isRegisteredAddress } from '@norce-kit/core';
import type { RegisteredValidation, ValidationCallback } from '@norce-kit/core';
import type { QueryClient } from '@tanstack/react-query';
import { emit } from '../client/events.ts';
import { perClient } from '../client/per-client.ts';
import type { Client, Validation } from '../client/types.ts';
import { checkValidation } from '../dev/mistakes.ts';
import { watchWrite } from '../dev/failures.ts';
import { announceChange } from './order-query.ts';

/** The registrations under way and done, by `registrationKey`. */
const registrationsOf: (client: Client) => Map<string, Promise<RegisteredValidation>> = perClient(
  () => new Map(),
);

/** Registers a validation, unless that is done or under way already. */
export function registerValidation(
  client: Client,
  queryClient: QueryClient,
  orderId: string,
  validation: Validation,
): Promise<RegisteredValidation> {
  if (process.env.NODE_ENV !== 'production') checkValidation(validation);
  const registrations = registrationsOf(client);
  const key = registrationKey(orderId, validation);
  const registration = registrations.get(key) ?? registerAnew(client, queryClient, orderId, validation);
  registrations.set(key, registration);
  registration.catch(() => registrations.delete(key));
  return registration;
}

/** Forgets a registration that was removed, so that the validation can be registered again. */
export function forgetRegistration(client: Client, orderId: string, validation: Validation): void {
  registrationsOf(client).delete(registrationKey(orderId, validation));
}

async function registerAnew(
  client: Client,
  queryClient: QueryClient,
  orderId: string,
  validation: Validation,
): Promise<RegisteredValidation> {
  // Not from the cache: a host may put an older order there, and cancels or clears its reads.
  const order = await client.getOrder(orderId);
  const known = order.validations?.find((registered) => isRegistration(registered, validation, orderId));
  if (known !== undefined) return { id: known.id };
  const sent = send(client, orderId, validation);
  if (process.env.NODE_ENV !== 'production') watchWrite(sent, client, 'POST');
  const registered = await sent;
  // The response rarely names the id; the order does.
  announceChange(queryClient, orderId);
  emit(client, { type: 'validation-registered', orderId, validation: nameOf(validation) });
  return registered;
}

function send(client: Client, orderId: string, validation: Validation): Promise<RegisteredValidation> {
  const isAdmin = 'deleteValidation' in client;
  if (isAdmin && !('name' in validation)) return client.registerValidation(orderId, validation);
  if (!isAdmin && 'name' in validation) return client.registerValidation(orderId, validation);
  return Promise.reject(
    new TypeError('a validation takes a name through the handler, and an adapter and URL with the key'),
  );
}

function registrationKey(orderId: string, validation: Validation): string {
  return JSON.stringify(
    'name' in validation ? [orderId, validation.name] : [orderId, validation.adapterId, validation.url],
  );
}

/** Whether an order's validation is the one that `validation` registers. */
export function isRegistration(
  registered: ValidationCallback,
  validation: Validation,
  orderId: string,
): boolean {
  if ('name' in validation) return registered['name'] === validation.name;
  const { adapterId, url } = validation;
  return registered.adapterId === adapterId && isRegisteredAddress(registered.url, url, orderId);
}

const nameOf = (validation: Validation) => ('name' in validation ? validation.name : validation.adapterId);
