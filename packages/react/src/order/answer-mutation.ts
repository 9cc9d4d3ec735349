import type { AnswerEnd, ConsentWording, EarlierAnswer, OrderApiError } from '@norce-kit/core';
import type { MutateOptions, MutationFunctionContext } from '@tanstack/react-query';
import { evidenceFor } from './evidence-of.ts';
import type { EvidenceWriter } from './evidence-of.ts';
import { answerOptions, sendAnswer } from './mutation-options.ts';
import type { OrderStore } from './order-store.ts';

/** The consent of an answer, and where the answer is written. */
export interface AnswerTarget {
  readonly store: OrderStore;
  readonly consentId: string;
  readonly evidence: EvidenceWriter | undefined;
  /**
   * The words the shopper saw.
   * @default the label of the checkbox; without one the order's own wording, as cached at the act
   */
  readonly wording: ConsentWording | undefined;
}

/** An answer that the shopper gave before the page had a register. */
export interface EarlierAct extends EarlierAnswer {
  /** Time of the answer: ISO 8601 in UTC. */
  readonly at: string;
}

export type AnswerMutateOptions = MutateOptions<AnswerEnd, OrderApiError, boolean>;

/**
 * Answers a consent and adds the write to the host's MutationCache. The register takes the answer before anything is
 * awaited, so the box shows it in the frame of the click.
 */
export function mutateAnswer(
  { store, consentId, evidence, wording }: AnswerTarget,
  checked: boolean,
  on: AnswerMutateOptions = {},
  earlier?: EarlierAct,
): Promise<AnswerEnd> {
  const { queryClient, orderId } = store;
  // Another provider of the order may have evidence, whose note of an earlier act must not count for this one.
  (evidence ?? evidenceFor(store))?.note(store, { consentId, checked, wording, at: earlier?.at });
  const end = sendAnswer(store, consentId, checked, earlier);
  const options = answerOptions(orderId, consentId);
  const { mutationKey } = options;
  const context: MutationFunctionContext = { client: queryClient, meta: undefined, mutationKey };
  const execute = async () =>
    queryClient
      .getMutationCache()
      .build<AnswerEnd, OrderApiError, boolean, unknown>(queryClient, { ...options, mutationFn: () => end })
      .execute(checked);
  // Callbacks and subscribers of the host's mutation cache that throw or never end change nothing about the answer.
  execute().catch(() => undefined);
  // An error in a callback becomes an unhandled rejection of its own and does not change the answer.
  void end.then(
    (data) => {
      on.onSuccess?.(data, checked, undefined, context);
      on.onSettled?.(data, null, checked, undefined, context);
    },
    (error: unknown) => {
      on.onError?.(error as OrderApiError, checked, undefined, context);
      on.onSettled?.(undefined, error as OrderApiError, checked, undefined, context);
    },
  );
  return end;
}
