import { onPageHide } from '@norce-kit/core';
import type { LeftAnswer } from '@norce-kit/core';
import { answersOf } from '../client/answers.ts';
import { perClient } from '../client/per-client.ts';
import type { Client } from '../client/types.ts';
import { unsavedOf, whenEnded } from '../client/writers.ts';
import { heldAnswer } from './consent-facts.ts';
import { consentKey } from './consent-key.ts';
import { leftAnswersOf } from './left-answers.ts';
import { readOrderLater } from './order-query.ts';
import type { OrderStore } from './order-store.ts';
import { announceToTabs, attempt, hasSavedSince } from './tab-sync.ts';

/** Milliseconds for which the server may still carry out a request whose response was lost, or whose page is gone. */
export const lateWindow = 30_000;

/** The shopper's last answer, with the `consentKey`, and the values that may arrive after it. */
type NotedAnswer = readonly [name: string, checked: boolean, sent: LeftAnswer['sent']];

/** The note of a page to the next one: when it was left, and the answers that may still change. */
type Note = readonly [leftAt: number, answers: NotedAnswer[]];

type NotedOrder = Pick<OrderStore, 'client' | 'queryClient' | 'orderId'>;

// One for each order: a page may show several.
const noteKey = 'norce-kit-left';

/** The notes of a page that is left now, by order, with the answers of all clients: two of them may write one order. */
const leaving = new Map<string, Note>();

/** When the page was left last, by order: its own note has no news for it. */
const ownNotesOf: (client: Client) => Map<string, number> = perClient(() => new Map());

/**
 * Reads the order a few more times after a page with writes under way was left in this tab: the server may carry out such
 * a write after this page has read the order. Leaves the same note for the next page, and a message for other tabs. A page
 * from the back/forward cache sees neither in Firefox, so it always reads. Returns the function that stops all, once no
 * write is under way.
 */
export function watchPreviousPage(store: NotedOrder): () => void {
  const { client, queryClient, orderId } = store;
  const stopNoting = onPageHide('note', () => {
    const left = answersOf(client).leftAnswers(orderId);
    // Attributes have no answers, but are read later as well.
    if (left.length === 0 && unsavedOf(client, orderId).length === 0) return;
    const note = leaving.get(orderId) ?? ([Date.now(), []] satisfies Note);
    leaving.set(orderId, note);
    queueMicrotask(() => leaving.clear());
    for (const { consentId, checked, sent } of left)
      note[1].push([consentKey(orderId, consentId), checked, sent]);
    ownNotesOf(client).set(orderId, note[0]);
    attempt(() => sessionStorage.setItem(noteKey + orderId, JSON.stringify(note)));
    announceToTabs(queryClient, orderId, 'left');
  });
  const onShow = ({ persisted }: PageTransitionEvent) => {
    if (!persisted) return;
    readNote(store, true);
    readOrderLater(queryClient, orderId);
  };
  addEventListener('pageshow', onShow);
  return () => {
    // A write may outlive its boxes.
    void whenEnded(client, orderId).then(stopNoting);
    removeEventListener('pageshow', onShow);
  };
}

/** Takes the answers of the page before from its note, if there is one. Before the order's values, which would hide them. */
export function readNote({ client, queryClient, orderId }: NotedOrder, isShown?: boolean): void {
  attempt(() => {
    const [leftAt, noted] = JSON.parse(sessionStorage[noteKey + orderId] as string) as Note;
    const age = Date.now() - leftAt;
    // The clock may have been set back meanwhile.
    if (Math.abs(age) > lateWindow || ownNotesOf(client).get(orderId) === leftAt) return;
    const answers = answersOf(client);
    const left = leftAnswersOf(client);
    const isOutdated = hasSavedSince(leftAt);
    for (const [name, checked, sent] of noted) {
      // An equal one is known from a provider that mounted before, and perhaps reported.
      if (left.get(name)?.checked === checked) continue;
      left.set(name, heldAnswer(checked, 'saved'));
      const consent = JSON.parse(name) as [orderId: string, consentId: string];
      // Another tab, or the page unless it is shown again, may have a newer answer.
      if (isOutdated || (!isShown && answers.get(...consent).confirmed !== undefined)) continue;
      // They may arrive after an answer that is given here.
      for (const [value, rest] of sent) answers.noteSent(...consent, [value], checked, rest - age);
    }
    readOrderLater(queryClient, orderId);
  });
}
