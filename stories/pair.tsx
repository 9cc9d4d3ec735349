import type { ReactNode } from 'react';
import './pair.css';

export interface PairProps {
  /** What to do, as a sentence, and an example that lives. */
  good: readonly [rule: string, example: ReactNode];
  bad: readonly [rule: string, example: ReactNode];
}

/** A way that works beside one that does not. */
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
