import type { UnsavedAnswer, UnsavedAttribute } from '@norce-kit/core';
import { isAgreement } from './boxes.ts';
import { evidenceFor } from './evidence-of.ts';
import type { OrderStore } from './order-store.ts';

/** A consent that keeps the order from going on. */
export interface ConsentBlocker {
  /** Id of the consent on the order. */
  readonly consentId: string;
  /** The order's wording. */
  readonly text: string | undefined;
  /**
   * `missing`: required and not ticked. `saving`: on its way to the order. `not-saved` and `unknown`: the shopper's answer
   * is not, or not known to be, on the order; `unknown` too for a required consent that the page could not read. `outdated`:
   * required and ticked, to other words than those on screen.
   */
  readonly reason: 'missing' | 'saving' | 'not-saved' | 'unknown' | 'outdated';
  /** The shopper's answer; undefined where there is none that is not saved. */
  readonly answer: boolean | undefined;
  /**
   * Whether the shopper may go on without the answer: of a consent that neither the order nor the page requires, after
   * `not-saved` and `unknown`, where the gate's `optional` is `warn`; after `outdated` where its `outdated` is `warn`.
   */
  readonly canGoOnWithout: boolean;
  /** Only of an attribute. */
  readonly attribute?: undefined;
}

/** An attribute whose value the order is not known to hold. */
export interface AttributeBlocker {
  /** Key among the order's attributes. */
  readonly attribute: string;
  /** `saving`: after 30 seconds it is still on its way to the order. `not-saved`: its write failed. */
  readonly reason: 'saving' | 'not-saved';
  /** Only of a consent. */
  readonly consentId?: undefined;
  /** Only of a consent. */
  readonly text?: undefined;
  /** Only of a consent. */
  readonly answer?: undefined;
  /**
   * Whether the shopper may go on without the value: of an attribute that `usePatchAttributes` wrote as optional, after
   * `not-saved`, where the gate's `optional` is `warn`.
   */
  readonly canGoOnWithout: boolean;
}

/** Why the order cannot go on: a consent, or an attribute of `usePatchAttributes`. */
export type GateBlocker = ConsentBlocker | AttributeBlocker;

/** Result of `check` of a gate. */
export interface GateCheck {
  /** Whether the order can go on. */
  readonly ok: boolean;
  /** The consents and attributes that keep it from going on; may be empty, with `ok: false`, when the order could not be read. */
  readonly blockers: readonly GateBlocker[];
}

type Unsaved = UnsavedAnswer | UnsavedAttribute;

const reasons: Record<UnsavedAnswer['reason'], ConsentBlocker['reason']> = {
  saving: 'saving',
  waiting: 'saving',
  'not-saved': 'not-saved',
  unknown: 'unknown',
};

/** The options of a gate that decide about consents. */
export interface GateRules {
  /** Consents that only the page requires. */
  readonly require: readonly string[];
  readonly optional: 'block' | 'warn';
  readonly outdated: 'block' | 'warn';
}

/** Returns the consents that keep an order from going on, those of the order first and in its own order. */
export function findConsentBlockers(
  unsaved: readonly Unsaved[],
  store: OrderStore,
  { require, optional, outdated }: GateRules,
): readonly ConsentBlocker[] {
  const evidence = evidenceFor(store);
  const answers = new Map(unsaved.flatMap((one) => ('consentId' in one ? [[one.consentId, one]] : [])));
  const ids = new Set([...(store.getConsentIds() ?? []), ...require, ...answers.keys()]);
  return [...ids].flatMap((consentId): ConsentBlocker[] => {
    const { text, required, isOnOrder, isUnreadable } = store.getFacts(consentId);
    const { reason: unsavedReason, isDropped } = answers.get(consentId) ?? {};
    const { confirmed, desired: answer } = store.getAnswer(consentId);
    const boxes = store.boxes.all(consentId);
    const isMarked = isOnOrder === true && boxes.some((box) => box.required);
    const isRequired = required || isMarked || require.includes(consentId);
    const isFree = optional === 'warn' && !isRequired && !boxes.some(isAgreement);
    if (unsavedReason !== undefined) {
      const reason = reasons[unsavedReason];
      if (isFree && isDropped) return [];
      return [{ consentId, text, reason, answer, canGoOnWithout: isFree && reason !== 'saving' }];
    }
    if (!isRequired) return [];
    const isKnown = isOnOrder === true && !isUnreadable && confirmed !== undefined;
    if (isKnown && confirmed) {
      if (evidence?.isOutdated(store, consentId) !== true) return [];
      return [{ consentId, text, reason: 'outdated', answer, canGoOnWithout: outdated === 'warn' }];
    }
    return [{ consentId, text, reason: isKnown ? 'missing' : 'unknown', answer, canGoOnWithout: false }];
  });
}

/** Returns the attributes that the order is not known to hold, for one reason. */
export function findAttributeBlockers(
  unsaved: readonly Unsaved[],
  reason: AttributeBlocker['reason'],
  canGoOnWithout: (key: string) => boolean,
): readonly AttributeBlocker[] {
  return unsaved.flatMap((one) =>
    'key' in one && one.reason === reason
      ? [{ attribute: one.key, reason, canGoOnWithout: canGoOnWithout(one.key) }]
      : [],
  );
}
