import type { ConsentEvidence } from '../order/evidence-of.ts';
import type { LazyEvidence } from './props.ts';
import { setState } from './page-state.ts';
import type { StarterContext } from './page-state.ts';

export type LazyContext = Pick<StarterContext, 'client' | 'evidence'>;

const loaded = new WeakMap<LazyEvidence, ConsentEvidence>();
const listeners = new WeakMap<LazyEvidence, Set<() => void>>();

/** Returns the evidence of a provider; undefined until its code is there. */
export function loadedEvidence({ evidence }: LazyContext): ConsentEvidence | undefined {
  return evidence && loaded.get(evidence);
}

/** Whether a provider has no evidence, or its code is there. Loads it otherwise, and calls `listener` then. */
export function hasEvidence({ evidence }: LazyContext, listener: () => void): boolean {
  if (evidence === undefined || loaded.has(evidence)) return true;
  const known = listeners.get(evidence) ?? new Set();
  known.add(listener);
  if (!listeners.has(evidence)) load(evidence, 1);
  listeners.set(evidence, known);
  return false;
}

/** Loads the code of an evidence. A load that failed is repeated with growing pauses. */
function load(evidence: LazyEvidence, attempt: number): void {
  evidence.load().then(
    (evidenceOfShop) =>
      // In a task of its own, see `loadEngine`.
      setTimeout(() => {
        loaded.set(evidence, evidenceOfShop);
        setState({ failures: undefined });
        // After the providers have taken their answers.
        listeners.get(evidence)?.forEach((listener) => setTimeout(listener));
      }),
    () => {
      setState({ failures: attempt });
      setTimeout(load, 1_000 * attempt, evidence, attempt + 1);
    },
  );
}
