import { onPageHide } from '@norce-kit/core';
import { answersOf } from '../client/answers.ts';
import { unsavedOf, whenEnded } from '../client/writers.ts';
import { heldAnswer } from './consent-facts.ts';
import { consentKey } from './consent-key.ts';
import { leftAnswersOf } from './left-answers.ts';
import { readOrderLater } from './order-query.ts';
import type { OrderStore } from './order-store.ts';
import { announceToTabs, attempt } from './tab-sync.ts';

/** Milliseconds for which the server may still carry out a request whose response was lost, or whose page is gone. */
export const lateWindow = 30_000;

/** The shopper's last answer to a consent, and whether a request with the other value may arrive after it. */
type NotedAnswer = readonly [checked: boolean, mayBeUndone?: boolean];

/** The note of a page to the next one: when it was left, and the answers that may still change, by `consentKey`. */
type Note = readonly [leftAt: number, answers: readonly (readonly [name: string, answer: NotedAnswer])[]];

/** The answers of a page that is left now, by order, of all clients: two of them may write one order. */
const leaving = new Map<string, Map<string, NotedAnswer>>();

/**
 * Reads the order a few more times after a page with writes under way was left in this tab: the server may carry out such
 * a write after this page has read the order. Leaves the same note for the next page, and a message for other tabs. A page
 * from the back/forward cache sees neither in Firefox, so it always reads. Returns the function that stops all, once no
 * write is under way.
 */
export function watchPreviousPage({
  client,
  queryClient,
  orderId,
}: Pick<OrderStore, 'client' | 'queryClient' | 'orderId'>): () => void {
  // One for each order: a page may show several.
  const key = 'norce-kit-left' + orderId;
  const answers = answersOf(client);
  const stopNoting = onPageHide('note', () => {
    const left = answers.leftAnswers(orderId);
    // Attributes have no answers, but are read later as well.
    if (left.length === 0 && unsavedOf(client, orderId).length === 0) return;
    const noted = leaving.get(orderId) ?? new Map<string, NotedAnswer>();
    leaving.set(orderId, noted);
    queueMicrotask(() => leaving.clear());
    for (const { consentId, checked, mayBeUndone } of left)
      noted.set(consentKey(orderId, consentId), [checked, mayBeUndone]);
    attempt(() => sessionStorage.setItem(key, JSON.stringify([Date.now(), [...noted]])));
    announceToTabs(queryClient, orderId, true);
  });
  const readLater = () => readOrderLater(queryClient, orderId);
  const readNote = () => {
    const [leftAt, noted] = JSON.parse(sessionStorage[key] as string) as Note;
    // The clock may have been set back meanwhile.
    if (Math.abs(Date.now() - leftAt) > lateWindow) return;
    const left = leftAnswersOf(client);
    for (const [name, [checked, mayBeUndone]] of noted) {
      // An equal one is known from a provider that mounted before, and perhaps reported.
      if (left.get(name)?.checked === checked) continue;
      left.set(name, heldAnswer(checked, 'saved'));
      const consent = JSON.parse(name) as [orderId: string, consentId: string];
      const late = mayBeUndone ? [true, false] : [checked];
      // It may arrive after an answer that is given here. A page that was kept has a value of its own.
      if (answers.get(...consent).confirmed === undefined) answers.noteSent(...consent, late, checked);
    }
    readLater();
  };
  attempt(readNote);
  const onShow = ({ persisted }: PageTransitionEvent) => {
    if (!persisted) return;
    attempt(readNote);
    readLater();
  };
  addEventListener('pageshow', onShow);
  return () => {
    // A write may outlive its boxes.
    void whenEnded(client, orderId).then(stopNoting);
    removeEventListener('pageshow', onShow);
  };
}
