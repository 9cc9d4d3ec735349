import type { Answer, Order } from '@norce-kit/core';

/** The order's data about a consent, without the answer. */
export interface ConsentFacts {
  /** Undefined before the order has been read. */
  readonly isOnOrder: boolean | undefined;
  /** Whether the order could not be read, so its content is unknown. */
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

/** The facts of all consents of one order. */
export interface OrderFacts {
  /** Takes over an order; facts that did not change keep their object, so no box renders for nothing. */
  take: (order: Order) => void;
  get: (consentId: string) => ConsentFacts;
  /** Ids of the consents in the order's own order; undefined before it has been read. */
  getIds: () => readonly string[] | undefined;
  /** The answer in the first order that contained the consent, for rendering on a server and for hydration. */
  getInitialAnswer: (consentId: string) => Answer;
  /** Marks all facts as attempted. */
  setIsAttempted: () => void;
  /** Sets whether the order cannot be read. Returns whether that is a change. */
  setIsUnreadable: (isUnreadable: boolean) => boolean;
}

const unread: ConsentFacts = {
  isOnOrder: undefined,
  isUnreadable: false,
  text: undefined,
  required: false,
  isAttempted: false,
  isPlaced: false,
};
const unreadable: ConsentFacts = { ...unread, isUnreadable: true };
const missing: ConsentFacts = { ...unread, isOnOrder: false };

const createInitialAnswer = (checked: boolean | undefined): Answer => ({
  checked,
  confirmed: checked,
  desired: undefined,
  inFlight: undefined,
  saveState: 'idle',
  error: undefined,
});
const unanswered = createInitialAnswer(undefined);

export function createOrderFacts(): OrderFacts {
  const facts = new Map<string, ConsentFacts>();
  const initialAnswers = new Map<string, Answer>();
  let ids: readonly string[] | undefined;
  let isAttempted = false;
  let isUnreadable = false;

  const takeIds = (present: ReadonlySet<string>): void => {
    const next = [...present];
    if (ids?.length === next.length && next.every((id, index) => id === ids?.[index])) return;
    ids = next;
    for (const [id, known] of facts) {
      // Keep the text: the box may still report a failed save.
      if (!present.has(id)) facts.set(id, { ...known, isOnOrder: false, required: false });
    }
  };

  return {
    take: ({ state, consents }) => {
      const isPlaced = (state?.currentStatus ?? 'checkout') !== 'checkout';
      const present = new Set<string>();
      for (const consent of consents ?? []) {
        const { id } = consent;
        if (id === undefined || present.has(id)) continue;
        present.add(id);
        const text = typeof consent.text === 'string' ? consent.text : undefined;
        const required = consent.required === true;
        const next = { isOnOrder: true, isUnreadable: false, text, required, isAttempted, isPlaced };
        if (!isSame(facts.get(id), next)) facts.set(id, next);
        if (!initialAnswers.has(id)) initialAnswers.set(id, createInitialAnswer(consent.checked === true));
      }
      takeIds(present);
    },
    get: (consentId) => {
      if (ids === undefined) return isUnreadable ? unreadable : unread;
      return facts.get(consentId) ?? missing;
    },
    getIds: () => ids,
    getInitialAnswer: (consentId) => initialAnswers.get(consentId) ?? unanswered,
    setIsAttempted: () => {
      isAttempted = true;
      for (const [id, known] of facts) facts.set(id, { ...known, isAttempted });
    },
    setIsUnreadable: (next) => {
      const isChanged = next !== isUnreadable;
      isUnreadable = next;
      return isChanged;
    },
  };
}

function isSame(known: ConsentFacts | undefined, next: ConsentFacts): boolean {
  return (
    known?.isOnOrder === true &&
    known.text === next.text &&
    known.required === next.required &&
    known.isPlaced === next.isPlaced
  );
}
