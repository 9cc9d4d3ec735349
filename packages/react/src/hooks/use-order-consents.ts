'use client';

import { notifyListeners } from '@norce-kit/core';
import type { ConsentAnswer, SaveState } from '@norce-kit/core';
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { answersOf } from '../client/answers.ts';
import { batchWrites } from '../client/batch-writes.ts';
import { mutateAnswer } from '../order/answer-mutation.ts';
import { isSameItems } from '../order/same-items.ts';
import { shownWording } from '../order/shown-wording.ts';
import type { OrderView } from '../order/consent-facts.ts';
import { useOrderContext } from '../provider.tsx';

/** Options of `useOrderConsents`. */
export interface UseOrderConsentsOptions {
  /**
   * Id of the order.
   * @default the order of the provider
   */
  readonly orderId?: string | undefined;
}

/** One consent in the list of an order. */
export interface ListedConsent {
  /** Id of the consent on the order. */
  readonly id: string;
  /** The order's wording, plain text. */
  readonly text: string | undefined;
  /** Whether the consent must be ticked before the order can go on. */
  readonly required: boolean;
  /** The value the box shows. */
  readonly checked: boolean;
  /** The value the server is known to hold. */
  readonly confirmed: boolean | undefined;
  /** State of the last save. */
  readonly saveState: SaveState;
}

/** Result of `useOrderConsents`. */
export interface UseOrderConsentsResult {
  /** All consents in the order's own order; undefined before it has been read. */
  readonly consents: readonly ListedConsent[] | undefined;
  /** The required consents that the server is not known to hold as ticked. */
  readonly open: readonly ListedConsent[];
  /**
   * Answers several consents; each answer is saved, and may fail, on its own. More than ten go out together, 100 in a
   * request. Evidence has the words of the checkbox on the page, else the order's text as this hook last rendered it.
   */
  readonly setMany: (answers: readonly ConsentAnswer[]) => void;
}

/**
 * Returns all consents of the order, for an interface that renders whatever the order contains.
 *
 * @example
 * function WithdrawAll() {
 *   const { consents = [], setMany } = useOrderConsents();
 *   const optional = consents.filter(({ required }) => !required);
 *   const withdraw = () => setMany(optional.map(({ id }) => ({ id, checked: false })));
 *   return <button type="button" onClick={withdraw}>Withdraw all</button>;
 * }
 */
export function useOrderConsents(options: UseOrderConsentsOptions = {}): UseOrderConsentsResult {
  const { store, evidence } = useOrderContext('useOrderConsents', options.orderId);
  const last = useRef<readonly ListedConsent[] | undefined>(undefined);

  const list = (view: OrderView): readonly ListedConsent[] | undefined => {
    const next = view.getConsentIds()?.map((id): ListedConsent => {
      const { checked = false, confirmed, saveState } = view.getAnswer(id);
      const { text, required } = view.getFacts(id);
      return { id, text, required, checked, confirmed, saveState };
    });
    const isKnown = last.current && next && isSameItems(last.current, next);
    return isKnown ? last.current : (last.current = next);
  };
  const consents = useSyncExternalStore(
    useCallback(
      (listener: () => void) => {
        const answers = answersOf(store.client);
        const stops = [store.subscribe(listener), answers.subscribe(store.orderId, listener)];
        return () => stops.forEach((stop) => stop());
      },
      [store],
    ),
    () => list(store),
    () => list(store.served),
  );
  const shown = useRef(consents);
  useEffect(() => {
    shown.current = consents;
  });
  const setMany = useCallback(
    (given: readonly ConsentAnswer[]) => {
      batchWrites(store.client);
      const texts = new Map(shown.current?.map(({ id, text }) => [id, text]));
      for (const { id, checked } of given) {
        const text = texts.get(id);
        const wording = shownWording(store.boxes, id) ?? (text === undefined ? undefined : { text });
        mutateAnswer({ store, consentId: id, evidence, wording }, checked).catch(() => undefined);
      }
    },
    [evidence, store],
  );
  return useMemo(
    () => ({
      consents,
      open: (consents ?? []).filter(({ required, confirmed }) => required && confirmed !== true),
      setMany,
    }),
    [consents, setMany],
  );
}

/**
 * Returns what the shop's function returns. When it throws, the error is reported and the consent is selected: a mistake
 * must not hide it or take the page down.
 */
export function isSelected(consent: ListedConsent, filter: (consent: ListedConsent) => boolean): boolean {
  let isIncluded = true;
  const select = () => void (isIncluded = filter(consent));
  notifyListeners(new Set([select]), undefined);
  return isIncluded;
}
