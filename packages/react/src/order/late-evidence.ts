import { isOrderApiError, lateWindow, mayArriveLate } from '@norce-kit/core';
import { attempt } from './tab-sync.ts';

const leftKey = 'norce-kit-evidence';

/** Measures for how long a record of evidence may still arrive after its response was lost or its page was left, by order. */
export class LateEvidence {
  /** Times by `performance.now()`. */
  readonly #lostUntil = new Map<string, number>();

  noteFailure(orderId: string, error: unknown): void {
    if (isOrderApiError(error) && mayArriveLate(error))
      this.#lostUntil.set(orderId, performance.now() + lateWindow);
  }

  /** Leaves a note for the next page of the tab. */
  noteLeft(orderId: string): void {
    attempt(() => sessionStorage.setItem(leftKey + orderId, String(Date.now())));
  }

  /** Returns the rest of the time in ms; 0 or less when nothing can arrive. */
  restOf(orderId: string): number {
    const sinceLeft = Date.now() - (attempt(() => Number(sessionStorage[leftKey + orderId])) ?? 0);
    return Math.max(
      (this.#lostUntil.get(orderId) ?? 0) - performance.now(),
      // The clock may have been set back meanwhile.
      sinceLeft >= 0 ? lateWindow - sinceLeft : 0,
    );
  }
}
