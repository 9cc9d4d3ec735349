import type { AnswerEnd } from '@norce-kit/core';
import type { AnswerMutateOptions } from '../order/answer-mutation.ts';
import type { Intent } from './page-state.ts';

type Settled = Parameters<NonNullable<AnswerMutateOptions['onSettled']>>;

/** An answer whose end calls of `render` wait for. A newer answer has the members of the one before. */
export interface ObservedIntent extends Intent {
  /** Of the mutation by which the engine takes the answer. */
  on?: AnswerMutateOptions;
  settled?: Promise<Settled>;
}

/**
 * Waits for the end of a kept answer, without an act of its own. As in the register, the call has ended as `superseded` where
 * another value was kept after it.
 */
export function endOf(
  intent: ObservedIntent,
  value: boolean,
  on: AnswerMutateOptions = {},
): Promise<AnswerEnd> {
  const settled = (intent.settled ??= new Promise((resolve) => {
    intent.on = { onSettled: (...end) => resolve(end) };
  }));
  return new Promise((resolve, reject) => {
    // An error in a callback becomes an unhandled rejection of its own and does not change the answer.
    void settled.then(([data = 'superseded', error, checked, , context]) => {
      if (error !== null && checked === value) {
        reject(error);
        on.onError?.(error, value, undefined, context);
        on.onSettled?.(undefined, error, value, undefined, context);
        return;
      }
      const end = checked === value ? data : 'superseded';
      resolve(end);
      on.onSuccess?.(end, value, undefined, context);
      on.onSettled?.(end, null, value, undefined, context);
    });
  });
}
