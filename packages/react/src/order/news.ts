import type { Answer } from '@norce-kit/core';

/** The answer to a consent, as one box shows it. */
export interface AnswerSource {
  readonly get: () => Answer;
  readonly subscribe: (listener: () => void) => () => void;
}

/** As an `AnswerSource`, without what was shown before. */
export interface AnswerNews extends AnswerSource {
  /** Notes that a box in the page shows the answer. */
  readonly note: () => void;
}

/** The saved answers that a box in the page has shown. */
const shown = new WeakSet<Answer>();

/**
 * Returns an answer without the end of a save that was shown before: "Saved" is announced once, and not again by
 * a box that mounts or returns later.
 */
export function createNews({ get, subscribe }: AnswerSource): AnswerNews {
  const findOld = () => (shown.has(get()) ? get() : undefined);
  let old = findOld();
  let silent: Answer | undefined;
  return {
    get: () => {
      const answer = get();
      if (answer !== old) return answer;
      if (silent === undefined || silent.checked !== answer.checked)
        silent = { ...answer, saveState: 'idle' };
      return silent;
    },
    subscribe: (listener) => {
      old = findOld();
      return subscribe(listener);
    },
    note: () => {
      const answer = get();
      // Later: StrictMode subscribes twice in one task.
      if (answer.saveState === 'saved') queueMicrotask(() => shown.add(answer));
    },
  };
}
