import type {
  AnswerEnd,
  JsonValue,
  NamedValidation,
  Order,
  OrderApiError,
  OrderClient,
  RegisteredValidation,
} from '@norce-kit/core';
import { mutationOptions, queryOptions } from '@tanstack/react-query';
import type { UseMutationOptions, UseQueryOptions } from '@tanstack/react-query';
import { answersOf } from './answers.ts';

/** What a shop writes to an order's attributes. */
export type AttributeValues = Readonly<Record<string, JsonValue>>;

export type OrderQueryKey = readonly ['norce', 'order', string];

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
  client: OrderClient,
  orderId: string,
): UseQueryOptions<Order, OrderApiError, Order, OrderQueryKey> & { queryKey: OrderQueryKey } {
  return queryOptions({
    queryKey: orderQueryKey(orderId),
    queryFn: async ({ signal }) => {
      // A register on a server would be one for all shoppers.
      if (typeof window === 'undefined') return client.getOrder(orderId, { signal });
      const answers = answersOf(client);
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
  client: OrderClient,
  orderId: string,
  consentId: string,
): UseMutationOptions<AnswerEnd, OrderApiError, boolean> {
  return mutationOptions({
    mutationKey: ['norce', 'consent', orderId, consentId],
    mutationFn: (checked: boolean) => answersOf(client).set(orderId, consentId, checked),
    onSuccess: (end, checked, _, { client: queryClient }) => {
      if (end === 'superseded') return;
      queryClient.setQueryData<Order>(orderQueryKey(orderId), (order) =>
        withAnswer(order, consentId, checked),
      );
    },
    // Hooks of the shop may have changed more than was asked for. Not returned: nobody shall wait for it.
    onSettled: (end, _, __, ___, { client: queryClient }) => {
      if (end !== 'superseded') void queryClient.invalidateQueries({ queryKey: orderQueryKey(orderId) });
    },
    ...once,
    gcTime: 5_000,
  });
}

function withAnswer(order: Order | undefined, consentId: string, checked: boolean): Order | undefined {
  const consents = order?.consents?.map((consent) =>
    consent.id === consentId ? { ...consent, checked } : consent,
  );
  return order === undefined || consents === undefined ? order : { ...order, consents };
}

/** Key and request of writing attributes, for `useMutation`. Writes to one order go out one after the other. */
export function patchAttributesMutationOptions(
  client: OrderClient,
  orderId: string,
): UseMutationOptions<void, OrderApiError, AttributeValues> {
  return mutationOptions({
    mutationKey: ['norce', 'attributes', orderId],
    scope: { id: `norce/attributes/${orderId}` },
    mutationFn: (attributes: AttributeValues) => client.patchAttributes(orderId, attributes),
    onSuccess: (_, attributes, __, { client: queryClient }) => {
      queryClient.setQueryData<Order>(orderQueryKey(orderId), (order) =>
        order === undefined ? order : { ...order, attributes: { ...order.attributes, ...attributes } },
      );
    },
    ...once,
  });
}

const registrations = new WeakMap<OrderClient, Map<string, Promise<RegisteredValidation>>>();

/** One registration per order and name: a second call gets the answer of the first, unless that failed. */
function registerOnce(
  client: OrderClient,
  orderId: string,
  validation: NamedValidation,
): Promise<RegisteredValidation> {
  const known = registrations.get(client) ?? new Map<string, Promise<RegisteredValidation>>();
  registrations.set(client, known);
  const key = JSON.stringify([orderId, validation.name]);
  const registration = known.get(key) ?? client.registerValidation(orderId, validation);
  known.set(key, registration);
  registration.catch(() => known.delete(key));
  return registration;
}

/** Key and request of registering a validation, for `useMutation`. */
export function registerValidationMutationOptions(
  client: OrderClient,
  orderId: string,
): UseMutationOptions<RegisteredValidation, OrderApiError, NamedValidation> {
  return mutationOptions({
    mutationKey: ['norce', 'validation', orderId],
    mutationFn: (validation: NamedValidation) => registerOnce(client, orderId, validation),
    ...once,
  });
}
