import type {
  AnswerEnd,
  AttributeValues,
  Consent,
  EarlierAnswer,
  Order,
  OrderApiError,
  RegisteredValidation,
  ValidationName,
  ValidationResult,
} from '@norce-kit/core';
import type { MutationKey, QueryClient, UseMutationOptions } from '@tanstack/react-query';
import { answersOf } from '../client/answers.ts';
import { attributesOf, startedPatch } from '../client/attributes.ts';
import type { Client, Validation } from '../client/types.ts';
import { noteConsent } from '../dev/reads.ts';
import { announceValues, followTabs } from './attribute-tabs.ts';
import { consentKey } from './consent-key.ts';
import { evidenceFor } from './evidence-of.ts';
import { intents, sentValues } from './kept-intents.ts';
import { leftAnswersOf } from './left-answers.ts';
import { checkLater, noRetry, orderQueryKey, refetchOrder } from './order-query.ts';
import type { OrderTarget } from './order-query.ts';
import { readsOf } from './order-reads.ts';
import { noteAct } from './served-boxes.ts';
import { announceToTabs } from './tab-sync.ts';
import { registerValidation } from './validations.ts';

/** A scope among a host's defaults would keep a write waiting for those of the host. */
const ownScope: object = { ...noRetry, scope: undefined };

/**
 * Answers a consent through the register. The end of the answer updates the cached order and other tabs, whatever the
 * callbacks of a mutation do.
 */
export function sendAnswer(
  target: OrderTarget,
  consentId: string,
  checked: boolean,
  earlier?: EarlierAnswer,
): Promise<AnswerEnd> {
  const { client, queryClient, orderId } = target;
  if (process.env.NODE_ENV !== 'production') noteConsent(queryClient, orderId, consentId);
  noteAct(orderId, consentId);
  announceToTabs(queryClient, orderId, [consentId, checked], earlier?.age);
  const key = consentKey(orderId, consentId);
  leftAnswersOf(client).delete(key);
  const answers = answersOf(client);
  const intent = intents.get(key);
  if (intent) answers.noteSent(orderId, consentId, sentValues(intent));
  intents.delete(key);
  const answer = answers.set(orderId, consentId, checked, earlier);
  answer.then(
    (end) => {
      if (end !== 'saved') return;
      announceToTabs(queryClient, orderId);
      // Several answers of a burst of clicks may end as saved; one of them reads the order.
      takeConfirmed(target, consentId);
      checkLater(target, consentId, checked);
    },
    // A read would add to the load that a 429 refuses.
    (error: unknown) => (error as OrderApiError).status !== 429 && refetchSoon(queryClient, orderId),
  );
  return answer;
}

/** Drops an answer that could not be saved. The cached order gets the value that the order holds. */
export async function dropAnswer(target: OrderTarget, consentId: string): Promise<void> {
  const { client, queryClient, orderId } = target;
  const answers = answersOf(client);
  await answers.drop(orderId, consentId);
  if (answers.get(orderId, consentId).saveState === 'unknown') refetchSoon(queryClient, orderId);
  else {
    takeConfirmed(target, consentId);
    announceToTabs(queryClient, orderId);
  }
}

/**
 * Writes all confirmed answers to a cached order that has another value of this consent: those of one request, so that each
 * of hundreds does not read it.
 */
function takeConfirmed({ client, queryClient, orderId }: OrderTarget, consentId: string): void {
  const confirmedOf = (id = '') => answersOf(client).get(orderId, id).confirmed;
  const cached = queryClient.getQueryData<Order>(orderQueryKey(orderId))?.consents;
  if (cached?.find(({ id }) => id === consentId)?.checked === confirmedOf(consentId)) return;
  const change = (consent: Consent) => ({
    ...consent,
    checked: confirmedOf(consent.id) ?? consent.checked === true,
  });
  queryClient.setQueryData<Order>(
    orderQueryKey(orderId),
    (order) => order && { ...order, consents: order.consents?.map(change) },
  );
  refetchOrder(queryClient, orderId);
}

/** Reads the order again after the present task, once for all failures in it. */
function refetchSoon(queryClient: QueryClient, orderId: string): void {
  const reads = readsOf(queryClient, orderId);
  reads.refetchTimer ??= setTimeout(() => {
    reads.refetchTimer = undefined;
    refetchOrder(queryClient, orderId);
  });
}

/**
 * Returns mutation options that answer one consent, for `useMutation`. The answer goes through the register; the promise
 * resolves when it is saved or a newer answer replaced it.
 *
 * @example
 * const { mutate } = useMutation(patchConsentMutationOptions(client, 'o_1', 'ci_newsletter'));
 */
export function patchConsentMutationOptions(
  client: Client,
  orderId: string,
  consentId: string,
): UseMutationOptions<AnswerEnd, OrderApiError, boolean> {
  return {
    ...answerOptions(orderId, consentId),
    mutationFn: (checked: boolean, { client: queryClient }) => {
      const target = { client, queryClient, orderId };
      evidenceFor(target)?.note(target, { consentId, checked, wording: undefined });
      return sendAnswer(target, consentId, checked);
    },
  };
}

/** Returns the options of a mutation that answers a consent, without its function. */
export function answerOptions(
  orderId: string,
  consentId: string,
): {
  readonly mutationKey: MutationKey;
  readonly gcTime: number;
} {
  return { mutationKey: ['norce', 'consent', orderId, consentId], ...ownScope, gcTime: 5_000 };
}

/**
 * Returns mutation options that write attributes, for `useMutation`. Writes to one order run one after the other; values
 * that arrive meanwhile go out together.
 *
 * @example
 * const { mutate } = useMutation(patchAttributesMutationOptions(client, 'o_1', 500));
 *
 * @param delay milliseconds to wait for further values
 */
export function patchAttributesMutationOptions(
  client: Client,
  orderId: string,
  delay?: number,
): UseMutationOptions<AttributeValues, OrderApiError, AttributeValues> {
  return {
    mutationKey: ['norce', 'attributes', orderId],
    mutationFn: (values: AttributeValues, { client: queryClient }) => {
      const stopFollowing = followTabs(client, queryClient);
      announceValues(client, orderId, values);
      const write = startedPatch(values) ?? attributesOf(client).patch(orderId, values, delay);
      // A write outlives the components that start it.
      write.then(stopFollowing, stopFollowing);
      return write;
    },
    onSuccess: (written, _, __, { client: queryClient }) =>
      queryClient.setQueryData<Order>(
        orderQueryKey(orderId),
        (order) => order && { ...order, attributes: { ...order.attributes, ...written } },
      ),
    onError: (_, __, ___, { client: queryClient }) => refetchOrder(queryClient, orderId),
    ...ownScope,
    gcTime: 5_000,
  };
}

/**
 * Returns mutation options that register a validation, for `useMutation`. One registration per order and validation: the
 * order is read first, and a second call returns the result of the first, unless that failed.
 *
 * @example
 * const { mutate } = useMutation(registerValidationMutationOptions(client, 'o_1'));
 */
export function registerValidationMutationOptions<Input extends Validation = ValidationName>(
  client: Client,
  orderId: string,
): UseMutationOptions<RegisteredValidation, OrderApiError, Input> {
  return {
    mutationKey: ['norce', 'validation', orderId],
    mutationFn: (validation: Input, { client: queryClient }) =>
      registerValidation(client, queryClient, orderId, validation),
    // The order shows whether it was registered all the same.
    onError: (_, __, ___, { client: queryClient }) => refetchOrder(queryClient, orderId),
    ...ownScope,
  };
}

/**
 * Returns mutation options that validate the order, for `useMutation`.
 *
 * @example
 * const { mutate } = useMutation(validateOrderMutationOptions(client, 'o_1'));
 */
export function validateOrderMutationOptions(
  client: Client,
  orderId: string,
): UseMutationOptions<ValidationResult, OrderApiError> {
  return {
    mutationKey: ['norce', 'validate', orderId],
    mutationFn: () => client.validateOrder(orderId),
    ...ownScope,
  };
}
