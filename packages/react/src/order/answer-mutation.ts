import type { AnswerEnd, ConsentWording, OrderApiError } from '@norce-kit/core';
import type { MutateOptions, MutationFunctionContext, QueryClient } from '@tanstack/react-query';
import { answersOf } from '../client/answers.ts';
import type { EvidenceLog } from './evidence.ts';
import { patchConsentMutationOptions } from './mutation-options.ts';
import type { PageClient } from '../client/types.ts';

/** Whose answer it is. */
export interface AnswerTarget {
  readonly client: PageClient;
  readonly queryClient: QueryClient;
  readonly orderId: string;
  readonly consentId: string;
  readonly evidence?: EvidenceLog | undefined;
  /** What the shopper saw. @default the order's own wording */
  readonly wording?: ConsentWording | undefined;
}

export type AnswerMutateOptions = MutateOptions<AnswerEnd, OrderApiError, boolean>;

/**
 * Takes an answer and shows its write in the host's MutationCache. The answer is taken before anything is awaited, so that
 * the box shows it in the frame of the click.
 */
export function executeAnswer(
  { client, queryClient, orderId, consentId, evidence, wording }: AnswerTarget,
  checked: boolean,
  on: AnswerMutateOptions = {},
): Promise<AnswerEnd> {
  evidence?.note({ queryClient, orderId }, consentId, wording);
  const end = answersOf(client).set(orderId, consentId, checked);
  const options = patchConsentMutationOptions(client, orderId, consentId);
  const { mutationKey = [] } = options;
  const mutation = queryClient.getMutationCache().build(queryClient, { ...options, mutationFn: () => end });
  const context: MutationFunctionContext = { client: queryClient, meta: undefined, mutationKey };
  const run = mutation.execute(checked);
  // What a callback throws is its own unhandled rejection and changes nothing about the answer.
  void run.then(
    (data) => {
      on.onSuccess?.(data, checked, undefined, context);
      on.onSettled?.(data, null, checked, undefined, context);
    },
    (error: unknown) => {
      on.onError?.(error as OrderApiError, checked, undefined, context);
      on.onSettled?.(undefined, error as OrderApiError, checked, undefined, context);
    },
  );
  return run;
}
