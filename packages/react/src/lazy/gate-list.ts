import type { UseConsentGateOptions, UseConsentGateResult } from '../hooks/use-consent-gate.ts';
import type { OrderStores } from '../order/order-store.ts';

/** A value that components subscribe to. Without the listeners of core, all of which esbuild would load with the page. */
export class Cell<Value> {
  #value: Value;
  readonly #listeners = new Set<() => void>();

  constructor(value: Value) {
    this.#value = value;
  }

  readonly get = (): Value => this.#value;

  readonly set = (value: Value): void => {
    if (value === this.#value) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
}

/** A `useConsentGate` of the shop, which has the options, and its component of `RunGates`, which has the result. */
export interface LazyGate {
  /** Key of its component. */
  readonly id: number;
  readonly options: Cell<GateOptions>;
  /** Undefined until a component decides. */
  readonly decision: Cell<GateDecision | undefined>;
}

/** Options as text, so that equal ones are one value. */
export type GateOptions = string & { readonly options?: UseConsentGateOptions };

export interface GateDecision {
  readonly options: GateOptions;
  /** Those of the provider that it is about. */
  readonly stores: OrderStores | undefined;
  readonly gate: UseConsentGateResult;
}

/** The gates below one provider. */
export type GateList = Cell<readonly LazyGate[]>;

/** Adds a gate to those of a provider. Returns the function that removes it, and closes it. */
export function addLazyGate(gates: GateList, gate: LazyGate): () => void {
  gates.set([...gates.get(), gate]);
  return () => {
    gates.set(gates.get().filter((one) => one !== gate));
    gate.decision.set(undefined);
  };
}
