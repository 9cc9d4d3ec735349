import { lateWindow, onPageHide } from '@norce-kit/core';
import { answersOf } from '../client/answers.ts';
import { perClient } from '../client/per-client.ts';
import type { Client } from '../client/types.ts';
import { unsavedOf, whenEnded } from '../client/writers.ts';
import { heldAnswer } from './consent-facts.ts';
import { consentKey } from './consent-key.ts';
import { intents } from './kept-intents.ts';
import { leftAnswersOf, takeNewer } from './left-answers.ts';
import { readOrderLater } from './order-query.ts';
import type { OrderTarget } from './order-query.ts';
import { readsOf } from './order-reads.ts';
import type { OrderStore } from './order-store.ts';
import { announceToTabs, attempt, hasOthers, isRecent, readStored } from './tab-sync.ts';

/**
 * The shopper's last answer, with the `consentKey`, and the values that may arrive after it, each with the ms for which it
 * may. Without an answer, other requests may still change the order.
 */
export type NotedAnswer = readonly [
  leftAt: number,
  name?: string,
  checked?: boolean,
  sent?: readonly (readonly [value: boolean, rest?: number])[],
];

type NotedOrder = OrderTarget & Pick<OrderStore, 'getConsentIds'>;
type ReadOrder = Pick<OrderStore, 'queryClient' | 'orderId' | 'getConsentIds' | 'getAnswer'>;

// One for each order: a page may show several.
const noteKey = 'norce-kit-left';

/** When the last page was left whose answers the client has, which may be its own, by order. */
const takenOf: (client: Client) => Map<string, number> = perClient(() => new Map());

/** Returns the answers of the note whose requests may still arrive; none where it has another form. */
const readNotes = (orderId: string): readonly NotedAnswer[] =>
  attempt(() =>
    (JSON.parse(sessionStorage[noteKey + orderId] as string) as NotedAnswer[]).filter(([leftAt]) =>
      isRecent(leftAt),
    ),
  ) ?? [];

/**
 * Reads the order a few more times after a page with writes under way was left in this tab: the server may carry out such
 * a write after this page has read the order. Leaves the same note for the next page, and a message for other tabs. A page
 * from the back/forward cache sees neither in Firefox, so it always reads. Returns the function that stops all, once no
 * write is under way.
 */
export function watchPreviousPage(store: NotedOrder): () => void {
  const { client, queryClient, orderId } = store;
  /** When the page was left; 0 while it is shown. */
  let leftSince = 0;
  const stopNoting = onPageHide('note', () => {
    leftSince ||= Date.now();
    const left = answersOf(client).leftAnswers(orderId);
    // Attributes have no answers, but are read later as well.
    if (left.length === 0 && unsavedOf(client, orderId).length === 0) return;
    const taken = takenOf(client);
    const last = taken.get(orderId) ?? 0;
    const leftAt = Date.now();
    taken.set(orderId, leftAt);
    // Those that the client does not have are of another client of this page, or of the lazy entry.
    const others = readNotes(orderId).filter(([leftAt]) => leftAt > last);
    const own = left.map(({ consentId, checked, sent }) => [
      leftAt,
      consentKey(orderId, consentId),
      checked,
      sent,
    ]);
    const notes = [...others, [leftAt], ...own];
    attempt(() => (sessionStorage[noteKey + orderId] = JSON.stringify(notes)));
    announceToTabs(queryClient, orderId, [undefined, undefined, notes]);
  });
  const onShow = ({ persisted }: PageTransitionEvent) => {
    if (!persisted) return;
    for (const consentId of store.getConsentIds() ?? []) {
      const { at, checked, isOwn } = readStored(queryClient, orderId, consentId);
      // Those from before were announced, and a note may have a newer one.
      if (at >= leftSince && !isOwn) takeNewer(client, orderId, consentId, checked);
    }
    leftSince = 0;
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
export function readNote(store: NotedOrder, isShown?: boolean): void {
  const { queryClient, orderId } = store;
  const notes = readNotes(orderId);
  if (notes.length > 0 || isRecent(readStored(queryClient, orderId).at)) readOrderLater(queryClient, orderId);
  takeNotes(store, notes, isShown);
}

/** Takes the answers of a page that was left. `isShown`: this page was there before. */
export function takeNotes(
  { client, queryClient, orderId }: OrderTarget,
  notes: readonly NotedAnswer[],
  isShown?: boolean,
): void {
  attempt(() => {
    const taken = takenOf(client);
    const last = taken.get(orderId) ?? 0;
    const answers = answersOf(client);
    const left = leftAnswersOf(client);
    for (const [leftAt, name = '', checked, sent = []] of notes) {
      // Those of an older note were taken before, and perhaps replaced. An equal one has perhaps been reported.
      if (leftAt <= last || checked == null || left.get(name)?.checked === checked) continue;
      taken.set(orderId, leftAt);
      left.set(name, heldAnswer(checked, 'saved'));
      const consent = JSON.parse(name) as [orderId: string, consentId: string];
      // Another tab, or the page unless it was there before, may have a newer answer.
      const isOlder = readStored(queryClient, ...consent).at > leftAt;
      if (isOlder || (!isShown && answers.get(...consent).confirmed !== undefined)) continue;
      if (isShown) takeNewer(client, ...consent, checked);
      // An answer that the engine has not taken yet is newer.
      const kept = intents.has(name) ? undefined : checked;
      // They may arrive after an answer that is given here.
      for (const [value, rest = lateWindow] of sent)
        answers.noteSent(...consent, [value], kept, leftAt + rest - Date.now());
    }
  });
}

/**
 * Reads the order a few more times, once per page, if it lacks a recent answer of another page, or may get an older one. That
 * page may have ended without an event, as in a crash or a tab that Chromium discards, and Firefox often loses what a tab
 * stores while it is closed.
 */
export function readAbandoned({ queryClient, orderId, getConsentIds, getAnswer }: ReadOrder): void {
  // Most pages find nothing, and need not look for hundreds of consents.
  if (readsOf(queryClient, orderId).laterTimers.length > 0 || !hasOthers(queryClient)) return;
  const isAbandoned = (consentId: string) => {
    const { at, checked, isOwn, isNewer } = readStored(queryClient, orderId, consentId);
    return isRecent(at) && !isOwn && (isNewer || checked !== getAnswer(consentId).confirmed);
  };
  if (getConsentIds()?.some(isAbandoned)) readOrderLater(queryClient, orderId);
}
