import { UnsavedAnswersError } from '../errors.ts';
import type { Answers } from './types.ts';

/** Resolves when the order holds every answer that was not dropped; rejects as `whenSettled` of the register does. */
export function untilSettled(
  answers: Pick<Answers, 'isBusy' | 'unsaved' | 'subscribe'>,
  orderId: string,
  timeout: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer);
      unsubscribe();
      settle();
    };
    const fail = () => end(() => reject(new UnsavedAnswersError(answers.unsaved(orderId))));
    const check = () => {
      if (answers.isBusy(orderId)) return;
      if (answers.unsaved(orderId).every(({ isDropped }) => isDropped)) end(resolve);
      else fail();
    };
    const timer = setTimeout(fail, timeout);
    const unsubscribe = answers.subscribe(orderId, check);
    check();
  });
}
