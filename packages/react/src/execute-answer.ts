import type { AnswerEnd, OrderApiError } from '@norce-kit/core';
import type { MutateOptions, MutationFunctionContext, QueryClient } from '@tanstack/react-query';
import { patchConsentMutationOptions } from './options.ts';
import type { PageClient } from './page-client.ts';
import { writersOf } from './writers.ts';

/** Whose answer it is. */
export interface AnswerTarget {
  readonly client: PageClient;
  readonly queryClient: QueryClient;
  readonly orderId: string;
  readonly consentId: string;
}

export type AnswerMutateOptions = MutateOptions<AnswerEnd, OrderApiError, boolean>;

/**
 * Takes an answer and shows its write in the host's MutationCache. The answer is taken before anything is awaited, so that
 * the box shows it in the frame of the click.
 */
export async function executeAnswer(
  { client, queryClient, orderId, consentId }: AnswerTarget,
  checked: boolean,
  on: AnswerMutateOptions = {},
): Promise<AnswerEnd> {
  const end = writersOf(client).answers.set(orderId, consentId, checked);
  const options = patchConsentMutationOptions(client, orderId, consentId);
  const { mutationKey = [] } = options;
  const mutation = queryClient.getMutationCache().build(queryClient, { ...options, mutationFn: () => end });
  const context: MutationFunctionContext = { client: queryClient, meta: undefined, mutationKey };
  try {
    const data = await mutation.execute(checked);
    on.onSuccess?.(data, checked, undefined, context);
    on.onSettled?.(data, null, checked, undefined, context);
    return data;
  } catch (error) {
    on.onError?.(error as OrderApiError, checked, undefined, context);
    on.onSettled?.(undefined, error as OrderApiError, checked, undefined, context);
    throw error;
  }
}
