import type {
  AnswerEnd,
  AttributeValues,
  NamedValidation,
  Order,
  OrderApiError,
  RegisteredValidation,
  ValidationResult,
} from '@norce-kit/core';
import { mutationOptions, queryOptions } from '@tanstack/react-query';
import type { QueryClient, UseMutationOptions, UseQueryOptions } from '@tanstack/react-query';
import { tellOtherTabs } from './events.ts';
import type { PageClient } from './page-client.ts';
import { writersOf } from './writers.ts';

export type OrderQueryKey = readonly ['norce', 'order', string];

/** A validation as a page may register it: by name through the handler, by adapter and URL with the key. */
export type ValidationInput = NamedValidation | { readonly adapterId: string; readonly url: string };

/** The key under which the cache holds an order. */
export function orderQueryKey(orderId: string): OrderQueryKey {
  return ['norce', 'order', orderId];
}

// Core has tried for as long as it is worth, and browsers are often wrong about being offline.
const once = { retry: false, networkMode: 'always' } as const;

/**
 * Key and request of an order, for `useQuery`, `prefetchQuery` and route loaders. What it reads is reconciled with the
 * answers under way, so use it instead of a query of your own.
 */
export function orderQueryOptions(
  client: PageClient,
  orderId: string,
): UseQueryOptions<Order, OrderApiError, Order, OrderQueryKey> & { queryKey: OrderQueryKey } {
  return queryOptions({
    queryKey: orderQueryKey(orderId),
    queryFn: async ({ signal }) => {
      // On a server there is no shopper whose answers could be under way.
      if (typeof window === 'undefined') return client.getOrder(orderId, { signal });
      const { answers } = writersOf(client);
      const readAt = answers.beginRead();
      const order = await client.getOrder(orderId, { signal });
      answers.reconcile(orderId, order, readAt);
      return order;
    },
    ...once,
    staleTime: 10_000,
    // Another tab may have changed the order in between.
    refetchOnWindowFocus: 'always',
  });
}

/**
 * Key and request of one answer, for `useMutation` and for the cache in which the host sees it. It goes through the
 * register, so its promise ends when the answers of this consent have come to rest.
 */
export function patchConsentMutationOptions(
  client: PageClient,
  orderId: string,
  consentId: string,
): UseMutationOptions<AnswerEnd, OrderApiError, boolean> {
  return mutationOptions({
    mutationKey: ['norce', 'consent', orderId, consentId],
    mutationFn: (checked: boolean) => writersOf(client).answers.set(orderId, consentId, checked),
    onSuccess: (end, checked, _, { client: queryClient }) => {
      if (end === 'superseded') return;
      wrote(queryClient, orderId, (order) => ({
        ...order,
        ...(order.consents && {
          consents: order.consents.map((consent) =>
            consent.id === consentId ? { ...consent, checked } : consent,
          ),
        }),
      }));
    },
    onError: (_, __, ___, { client: queryClient }) => readAgain(queryClient, orderId),
    ...once,
    gcTime: 5_000,
  });
}

/**
 * Key and request of writing attributes, for `useMutation`. Writes to one order go out one after the other, and what
 * gathers in between goes out together.
 *
 * @param delay milliseconds to wait for further values
 */
export function patchAttributesMutationOptions(
  client: PageClient,
  orderId: string,
  delay?: number,
): UseMutationOptions<void, OrderApiError, AttributeValues> {
  return mutationOptions({
    mutationKey: ['norce', 'attributes', orderId],
    mutationFn: (values: AttributeValues) => writersOf(client).attributes.patch(orderId, values, delay),
    onSuccess: (_, values, __, { client: queryClient }) => {
      wrote(queryClient, orderId, (order) => ({ ...order, attributes: { ...order.attributes, ...values } }));
    },
    ...once,
    gcTime: 5_000,
  });
}

/**
 * Key and request of registering a validation, for `useMutation`. One registration per order and validation: the order
 * is looked at first, and a second call gets the answer of the first, unless that failed.
 */
export function registerValidationMutationOptions<Input extends ValidationInput = NamedValidation>(
  client: PageClient,
  orderId: string,
): UseMutationOptions<RegisteredValidation, OrderApiError, Input> {
  return mutationOptions({
    mutationKey: ['norce', 'validation', orderId],
    mutationFn: (validation: Input, { client: queryClient }) => {
      const { registrations, emit } = writersOf(client);
      const key = registrationKey(orderId, validation);
      const register = async () => {
        const order = await queryClient.query({ ...orderQueryOptions(client, orderId), staleTime: 'static' });
        const known = order.validations?.find((registered) => isRegistration(registered, validation));
        if (known !== undefined) return { id: known.id };
        const registered = await client.registerValidation(orderId, validation as never);
        emit({ type: 'validation-registered', orderId, validation: nameOf(validation) });
        return registered;
      };
      const registration = registrations.get(key) ?? register();
      registrations.set(key, registration);
      registration.catch(() => registrations.delete(key));
      return registration;
    },
    // The answer rarely names the id; the order does.
    onSuccess: (_, __, ___, { client: queryClient }) => wrote(queryClient, orderId, (order) => order),
    ...once,
  });
}

/** Key and request of checking the order, for `useMutation`. */
export function validateOrderMutationOptions(
  client: PageClient,
  orderId: string,
): UseMutationOptions<ValidationResult, OrderApiError> {
  return mutationOptions({
    mutationKey: ['norce', 'validate', orderId],
    mutationFn: () => client.validateOrder(orderId),
    ...once,
  });
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

/** Lets the cached order follow a write, here at once and in other tabs by reading it. */
function wrote(queryClient: QueryClient, orderId: string, change: (order: Order) => Order): void {
  queryClient.setQueryData<Order>(orderQueryKey(orderId), (order) => order && change(order));
  readAgain(queryClient, orderId);
  tellOtherTabs(orderId);
}

const nameOf = (validation: ValidationInput) =>
  'name' in validation ? validation.name : validation.adapterId;

/** Reads the order again: hooks of the shop may have changed more of it than was asked for. Nobody waits for it. */
export function readAgain(queryClient: QueryClient, orderId: string): void {
  void queryClient.invalidateQueries({ queryKey: orderQueryKey(orderId) });
}
