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
      <section className="is-good" aria-label="Do">
        <p className="pair-rule">
          <strong>Do.</strong> {good[0]}
        </p>
        {good[1]}
      </section>
      <section className="is-bad" aria-label="Do not">
        <p className="pair-rule">
          <strong>Do not.</strong> {bad[0]}
        </p>
        {bad[1]}
      </section>
    </div>
  );
}
