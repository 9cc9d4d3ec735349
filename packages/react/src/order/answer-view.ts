import type { Answer } from '@norce-kit/core';
import { perClient } from '../client/per-client.ts';

/** The answer to a consent, as a box shows it. */
export interface ShownAnswer extends Answer {
  /** Whether the order's answer was given to other words than those beside the box. */
  readonly isOutdated?: true;
  /** The same answer, which is not outdated as long as other words are beside the box. */
  readonly of?: Answer;
}

/** The answers to the consents of one order. */
export interface AnswerSource {
  readonly getAnswer: (consentId: string) => ShownAnswer;
  readonly subscribeToConsent: (consentId: string, listener: () => void) => () => void;
}

/** The saved answers that a box in the page has shown. */
const shown = new WeakSet<Answer>();
/** Returns a saved answer without "Saved", for boxes that do not announce it. */
const withoutSaved = perClient((answer: ShownAnswer): ShownAnswer => ({ ...answer, saveState: 'idle' }));

/**
 * The answer to a consent as one box shows it, without the end of a save that was shown before: "Saved" is announced
 * once, and not again by a box that mounts or returns later.
 */
export class AnswerView {
  readonly #source: AnswerSource;
  readonly #consentId: string;
  #announced: Answer | undefined;
  /** Whether React hydrates the box now, so that its element may be from the server's HTML. */
  isHydrating = false;

  constructor(source: AnswerSource, consentId: string) {
    this.#source = source;
    this.#consentId = consentId;
    this.#noteAnnounced();
  }

  readonly get = (): ShownAnswer => {
    const answer = this.#source.getAnswer(this.#consentId);
    return originOf(answer) === this.#announced ? withoutSaved(answer) : answer;
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#noteAnnounced();
    return this.#source.subscribeToConsent(this.#consentId, listener);
  };

  /** Notes that React hydrates the box now. */
  noteHydration(): void {
    this.isHydrating = true;
  }

  /** Notes that the box is in the page and shows the answer. */
  note(): void {
    this.isHydrating = false;
    const answer = this.#source.getAnswer(this.#consentId);
    // Later: StrictMode subscribes twice in one task.
    if (answer.saveState === 'saved') queueMicrotask(() => shown.add(originOf(answer)));
  }

  #noteAnnounced(): void {
    const answer = originOf(this.#source.getAnswer(this.#consentId));
    this.#announced = shown.has(answer) ? answer : undefined;
  }
}

const originOf = (answer: ShownAnswer): Answer => answer.of ?? answer;
