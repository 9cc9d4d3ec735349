import type { ReactNode } from 'react';
import './pair.css';

export interface PairProps {
  /** The rule as a sentence, and a live example. */
  good: readonly [rule: string, example: ReactNode];
  bad: readonly [rule: string, example: ReactNode];
}

/** Shows a recommended way beside one to avoid. */
export function Pair({ good, bad }: PairProps) {
  return (
    <div className="pair">
      <div className="is-good" role="group" aria-label="Do">
        <p className="pair-rule" lang="en" dir="ltr">
          <strong>Do.</strong> {good[0]}
        </p>
        {good[1]}
      </div>
      <div className="is-bad" role="group" aria-label="Do not">
        <p className="pair-rule" lang="en" dir="ltr">
          <strong>Do not.</strong> {bad[0]}
        </p>
        {bad[1]}
      </div>
    </div>
  );
}
