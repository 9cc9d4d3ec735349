import { onPageHide } from '@norce-kit/core';
import { answersOf } from '../client/answers.ts';
import { consentKey } from './consent-key.ts';
import { leftAnswersOf } from './left-answers.ts';
import { refetchOrder } from './order-query.ts';
import type { OrderStore } from './order-store.ts';
import { attempt } from './tab-sync.ts';

const key = 'norce-kit-left';
// Milliseconds for which the server may still carry out a request whose page is gone.
const lateWindow = 30_000;
const readDelays = [1_000, 3_000, 8_000, 20_000];

/** The note of a page to the next one: when it was left, and the answers under way by `consentKey`. */
type Note = readonly [leftAt: number, answers: readonly (readonly [name: string, checked: boolean])[]];

/**
 * Reads the order a few more times after a page with writes under way was left in this tab: the server may carry out such
 * a write after this page has read the order. Leaves the same note for the next page. Returns the function that stops both.
 */
export function watchPreviousPage({
  client,
  queryClient,
  orderId,
}: Pick<OrderStore, 'client' | 'queryClient' | 'orderId'>): () => void {
  const stopWatching = onPageHide('note', () => {
    const answers = answersOf(client);
    const open = answers
      .unsaved(orderId)
      .map(({ consentId }) => [consentKey(orderId, consentId), answers.get(orderId, consentId).desired]);
    if (open.length > 0) attempt(() => sessionStorage.setItem(key, JSON.stringify([Date.now(), open])));
  });
  const isRecent = attempt(() => {
    const [leftAt, open] = JSON.parse(sessionStorage.getItem(key) ?? '') as Note;
    // The clock may have been set back meanwhile.
    if (Math.abs(Date.now() - leftAt) > lateWindow) return false;
    const left = leftAnswersOf(client);
    for (const [name, checked] of open) {
      // Known from a provider that mounted before, and perhaps reported.
      if (left.get(name)?.checked === checked) continue;
      left.set(name, {
        checked,
        confirmed: checked,
        desired: undefined,
        inFlight: undefined,
        saveState: 'saved',
        error: undefined,
        isDropped: false,
      });
    }
    return true;
  });
  const read = () => refetchOrder(queryClient, orderId);
  const timers = isRecent ? readDelays.map((delay) => setTimeout(read, delay)) : [];
  return () => {
    stopWatching();
    timers.forEach(clearTimeout);
  };
}
