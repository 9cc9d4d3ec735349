import type {
  AnswerEnd,
  AttributeValues,
  Consent,
  Order,
  OrderApiError,
  RegisteredValidation,
  ValidationName,
  ValidationResult,
} from '@norce-kit/core';
import { mutationOptions } from '@tanstack/react-query';
import type { UseMutationOptions } from '@tanstack/react-query';
import { answersOf } from '../client/answers.ts';
import { attributesOf, startedPatch } from '../client/attributes.ts';
import type { Client, Validation } from '../client/types.ts';
import { once, orderQueryKey, refetchOrder, updateOrder } from './order-query.ts';
import { registerValidation } from './validations.ts';

/**
 * Key and request of one answer, for `useMutation` and for the cache in which the host sees it. It goes through the
 * register, so its promise ends when the answers of this consent have come to rest.
 */
export function patchConsentMutationOptions(
  client: Client,
  orderId: string,
  consentId: string,
): UseMutationOptions<AnswerEnd, OrderApiError, boolean> {
  return mutationOptions({
    mutationKey: ['norce', 'consent', orderId, consentId],
    mutationFn: (checked: boolean) => answersOf(client).set(orderId, consentId, checked),
    onSuccess: (end, checked, _, { client: queryClient }) => {
      const order = queryClient.getQueryData<Order>(orderQueryKey(orderId));
      const cached = order?.consents?.find(({ id }) => id === consentId);
      // Of a burst of clicks several may end as saved; one of them reads the order.
      if (end === 'superseded' || cached?.checked === checked) return;
      updateOrder(queryClient, orderId, (order) => {
        if (order.consents === undefined) return order;
        const change = (consent: Consent) => (consent.id === consentId ? { ...consent, checked } : consent);
        return { ...order, consents: order.consents.map(change) };
      });
    },
    onError: (_, __, ___, { client: queryClient }) => refetchOrder(queryClient, orderId),
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
  client: Client,
  orderId: string,
  delay?: number,
): UseMutationOptions<AttributeValues, OrderApiError, AttributeValues> {
  return mutationOptions({
    mutationKey: ['norce', 'attributes', orderId],
    mutationFn: (values: AttributeValues) =>
      startedPatch(values) ?? attributesOf(client).patch(orderId, values, delay),
    onSuccess: (written, _, __, { client: queryClient }) => {
      // A value that a newer one overtook says nothing about the order.
      if (Object.keys(written).length === 0) return;
      updateOrder(queryClient, orderId, (order) => ({
        ...order,
        attributes: { ...order.attributes, ...written },
      }));
    },
    onError: (_, __, ___, { client: queryClient }) => refetchOrder(queryClient, orderId),
    ...once,
    gcTime: 5_000,
  });
}

/**
 * Key and request of registering a validation, for `useMutation`. One registration per order and validation: the order
 * is looked at first, and a second call gets the answer of the first, unless that failed.
 */
export function registerValidationMutationOptions<Input extends Validation = ValidationName>(
  client: Client,
  orderId: string,
): UseMutationOptions<RegisteredValidation, OrderApiError, Input> {
  return mutationOptions({
    mutationKey: ['norce', 'validation', orderId],
    mutationFn: (validation: Input, { client: queryClient }) =>
      registerValidation(client, queryClient, orderId, validation),
    // Whether it was stored all the same, only the order can tell.
    onError: (_, __, ___, { client: queryClient }) => refetchOrder(queryClient, orderId),
    ...once,
  });
}

/** Key and request of checking the order, for `useMutation`. */
export function validateOrderMutationOptions(
  client: Client,
  orderId: string,
): UseMutationOptions<ValidationResult, OrderApiError> {
  return mutationOptions({
    mutationKey: ['norce', 'validate', orderId],
    mutationFn: () => client.validateOrder(orderId),
    ...once,
  });
}
