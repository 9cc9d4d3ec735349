import type { Answer } from '@norce-kit/core';

/** The answer to a consent, as a box shows it. */
export interface ShownAnswer extends Answer {
  /** Whether the order's answer was given to other words than those beside the box. */
  readonly isOutdated?: true;
}

/** The answers to the consents of one order. */
export interface AnswerSource {
  readonly getAnswer: (consentId: string) => ShownAnswer;
  readonly subscribeToConsent: (consentId: string, listener: () => void) => () => void;
}

/** The saved answers that a box in the page has shown, and what later boxes show instead. */
const shown = new WeakMap<ShownAnswer, ShownAnswer>();

/**
 * The answer to a consent as one box shows it, without the end of a save that was shown before: "Saved" is announced
 * once, and not again by a box that mounts or returns later.
 */
export class AnswerNews {
  readonly #source: AnswerSource;
  readonly #consentId: string;
  #old: ShownAnswer | undefined;
  #isHydrating = false;

  constructor(source: AnswerSource, consentId: string) {
    this.#source = source;
    this.#consentId = consentId;
    this.#noteOld();
  }

  readonly get = (): ShownAnswer => {
    const answer = this.#source.getAnswer(this.#consentId);
    return (answer === this.#old && shown.get(answer)) || answer;
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#noteOld();
    return this.#source.subscribeToConsent(this.#consentId, listener);
  };

  /** Whether React hydrates the box now, so that its element may be from the server's HTML. */
  get isHydrating(): boolean {
    return this.#isHydrating;
  }

  /** Notes that React hydrates the box now. */
  noteHydration(): void {
    this.#isHydrating = true;
  }

  /** Notes that the box is in the page and shows the answer. */
  note(): void {
    this.#isHydrating = false;
    const answer = this.#source.getAnswer(this.#consentId);
    if (answer.saveState !== 'saved' || shown.has(answer)) return;
    // Later: StrictMode subscribes twice in one task.
    queueMicrotask(() => shown.set(answer, { ...answer, saveState: 'idle' }));
  }

  #noteOld(): void {
    const answer = this.#source.getAnswer(this.#consentId);
    this.#old = shown.has(answer) ? answer : undefined;
  }
}
