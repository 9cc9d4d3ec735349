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

/** The saved answers that a box in the page has shown, and what later boxes show instead. */
const shown = new WeakMap<Answer, Answer>();

/**
 * Returns an answer without the end of a save that was shown before: "Saved" is announced once, and not again by
 * a box that mounts or returns later.
 */
export function createNews({ get, subscribe }: AnswerSource): AnswerNews {
  let old: Answer | undefined;
  const noteOld = () => {
    old = shown.has(get()) ? get() : undefined;
  };
  noteOld();
  return {
    get: () => {
      const answer = get();
      return (answer === old && shown.get(answer)) || answer;
    },
    subscribe: (listener) => {
      noteOld();
      return subscribe(listener);
    },
    note: () => {
      const answer = get();
      if (answer.saveState !== 'saved' || shown.has(answer)) return;
      // Later: StrictMode subscribes twice in one task.
      queueMicrotask(() => shown.set(answer, { ...answer, saveState: 'idle' }));
    },
  };
}
