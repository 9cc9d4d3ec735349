import type { Answer, Consent, Order } from '@norce-kit/core';
import { isSame } from './same-items.ts';

/** The order's data about a consent, without the answer. */
export interface ConsentFacts {
  /** Undefined before the order has been read. */
  readonly isOnOrder: boolean | undefined;
  /** Whether the page could not read the order, so its content is unknown or may be out of date. */
  readonly isUnreadable: boolean;
  /** The order's wording, plain text. */
  readonly text: string | undefined;
  /** Whether the consent must be ticked before the order can go on. */
  readonly required: boolean;
  /** Whether the shopper tried to go on; from then on a missing answer is an error. */
  readonly isAttempted: boolean;
  /** Whether the order has left the checkout, so it may refuse answers. */
  readonly isPlaced: boolean;
}

/** An order as boxes show it. */
export interface OrderView {
  readonly getFacts: (consentId: string) => ConsentFacts;
  /** Ids of the consents in the order's own order; undefined before it has been read. */
  readonly getConsentIds: () => readonly string[] | undefined;
  readonly getAnswer: (consentId: string) => Answer;
}

/** Returns an answer that the order holds. */
export const heldAnswer = (checked: boolean | undefined, saveState: 'idle' | 'saved' = 'idle'): Answer => ({
  checked,
  confirmed: checked,
  desired: undefined,
  inFlight: undefined,
  saveState,
  error: undefined,
  isDropped: false,
});
// One object per value, so that boxes that show the same value do not render.
const untouched = heldAnswer(undefined);
const ticked = heldAnswer(true);
const unticked = heldAnswer(false);

/** The facts of all consents of one order. `getAnswer` returns the value of the order, without the shopper's answers. */
export class OrderFacts implements OrderView {
  readonly #earlier: OrderView | undefined;
  readonly #facts = new Map<string, ConsentFacts>();
  #consents: ReadonlyMap<string, Consent> | undefined;
  #ids: readonly string[] | undefined;
  #isPlaced = false;
  #isAttempted = false;
  #isUnreadable = false;

  /** @param earlier the facts shown before; those that did not change keep their object */
  constructor(earlier?: OrderView) {
    this.#earlier = earlier;
  }

  take({ state, consents }: Order): void {
    const present = new Map<string, Consent>();
    consents?.forEach((consent) => {
      const { id } = consent;
      // An answer needs an id, and the API may return null.
      if (id && typeof id === 'string' && !present.has(id)) present.set(id, consent);
    });
    const ids = [...present.keys()];
    this.#isPlaced = (state?.currentStatus ?? 'checkout') !== 'checkout';
    this.#consents = present;
    if (!isSame(this.#ids, ids)) this.#ids = ids;
  }

  /** Returns the same object until a fact changes, so that no box renders for nothing. */
  readonly getFacts: OrderView['getFacts'] = (consentId) => {
    const known = this.#facts.get(consentId) ?? this.#earlier?.getFacts(consentId);
    const consent = this.#consents?.get(consentId);
    const isOnOrder = consent !== undefined;
    // Kept when the consent leaves the order: the box may still report a failed save.
    const text = isOnOrder ? consent.text : known?.text;
    const next: ConsentFacts = {
      isOnOrder: this.#consents && isOnOrder,
      isUnreadable: this.#isUnreadable,
      text: typeof text === 'string' ? text : undefined,
      required: consent?.required === true,
      isAttempted: this.#isAttempted && isOnOrder,
      isPlaced: this.#isPlaced && isOnOrder,
    };
    const facts = known && isSame(Object.values(known), Object.values(next)) ? known : next;
    this.#facts.set(consentId, facts);
    return facts;
  };

  readonly getConsentIds: OrderView['getConsentIds'] = () => this.#ids;

  readonly getAnswer: OrderView['getAnswer'] = (consentId) => {
    const consent = this.#consents?.get(consentId);
    if (consent === undefined) return untouched;
    return consent.checked === true ? ticked : unticked;
  };

  /** Marks all facts as attempted. */
  setIsAttempted(): void {
    this.#isAttempted = true;
  }

  /** Sets whether the order cannot be read. Returns whether that is a change. */
  setIsUnreadable(isUnreadable: boolean): boolean {
    const isChanged = isUnreadable !== this.#isUnreadable;
    this.#isUnreadable = isUnreadable;
    return isChanged;
  }
}
