/** Why an answer is not known to be on the order. */
export interface UnsavedAnswer {
  readonly consentId: string;
  readonly reason: 'saving' | 'waiting' | 'not-saved' | 'unknown';
}

/** Answers of the shopper that are not known to be on the order; what `whenSettled` rejects with. */
export class UnsavedAnswersError extends Error {
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
