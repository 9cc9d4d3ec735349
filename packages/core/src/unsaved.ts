/** Why an answer is not known to be on the order. */
export interface UnsavedAnswer {
  /** The consent that was answered. */
  readonly consentId: string;
  /** `saving` and `waiting` may still end well; `not-saved` and `unknown` need a retry. */
  readonly reason: 'saving' | 'waiting' | 'not-saved' | 'unknown';
}

/** Answers of the shopper that are not known to be on the order; what `whenSettled` rejects with. */
export class UnsavedAnswersError extends Error {
  /** Which, and why; never empty. */
  readonly unsaved: readonly UnsavedAnswer[];

  constructor(unsaved: readonly UnsavedAnswer[]) {
    super(
      `The order does not hold every answer: ${unsaved.map((u) => `${u.consentId} is ${u.reason}`).join(', ')}.`,
    );
    this.unsaved = unsaved;
  }
}

UnsavedAnswersError.prototype.name = 'UnsavedAnswersError';

/** Whether `error` is an `UnsavedAnswersError`, of this or of another copy of the package. */
export function isUnsavedAnswersError(error: unknown): error is UnsavedAnswersError {
  return error instanceof Error && error.name === 'UnsavedAnswersError' && 'unsaved' in error;
}
