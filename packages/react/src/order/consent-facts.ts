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

/** An order as boxes show it. */
export interface OrderView {
  readonly getFacts: (consentId: string) => ConsentFacts;
  /** Ids of the consents in the order's own order; undefined before it has been read. */
  readonly getConsentIds: () => readonly string[] | undefined;
  readonly getAnswer: (consentId: string) => Answer;
}

/** The facts of all consents of one order. `getAnswer` returns the value of the order, without the shopper's answers. */
export interface OrderFacts extends OrderView {
  /** The order that the server rendered, for hydration; it never changes. */
  readonly served: OrderView;
  /** Takes over an order; facts that did not change keep their object, so no box renders for nothing. */
  readonly take: (order: Order) => void;
  /** Marks all facts as attempted. */
  readonly setIsAttempted: () => void;
  /** Sets whether the order cannot be read. Returns whether that is a change. */
  readonly setIsUnreadable: (isUnreadable: boolean) => boolean;
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

const createUntouched = (checked: boolean | undefined): Answer => ({
  checked,
  confirmed: checked,
  desired: undefined,
  inFlight: undefined,
  saveState: 'idle',
  error: undefined,
});
// One object per value, so that boxes that show the same value do not render.
const untouched = createUntouched(undefined);
const ticked = createUntouched(true);
const unticked = createUntouched(false);

/** @param served the order that the server rendered */
export function createOrderFacts(served: Order | undefined): OrderFacts {
  const facts = new Map<string, ConsentFacts>();
  const answers = new Map<string, Answer>();
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

  const take: OrderFacts['take'] = ({ state, consents }) => {
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
      answers.set(id, consent.checked === true ? ticked : unticked);
    }
    takeIds(present);
  };

  if (served !== undefined) take(served);
  const servedIds = ids;
  const servedView = createView(
    new Map(facts),
    new Map(answers),
    () => servedIds,
    () => unread,
  );
  // The cache may have lost this order. Its facts stay, so that an equal order gets the same objects.
  ids = undefined;
  answers.clear();
  return {
    ...createView(
      facts,
      answers,
      () => ids,
      () => (isUnreadable ? unreadable : unread),
    ),
    take,
    served: servedView,
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

function createView(
  facts: ReadonlyMap<string, ConsentFacts>,
  answers: ReadonlyMap<string, Answer>,
  getConsentIds: OrderView['getConsentIds'],
  getUnread: () => ConsentFacts,
): OrderView {
  return {
    getConsentIds,
    getFacts: (consentId) =>
      getConsentIds() === undefined ? getUnread() : (facts.get(consentId) ?? missing),
    getAnswer: (consentId) => answers.get(consentId) ?? untouched,
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
