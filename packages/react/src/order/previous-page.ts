import { onPageHide } from '@norce-kit/core';
import { answersOf } from '../client/answers.ts';
import { refetchOrder } from './order-query.ts';
import type { OrderStore } from './order-store.ts';
import { attempt } from './tab-sync.ts';

const key = 'norce-kit-left';
// Milliseconds for which the server may still carry out a request whose page is gone.
const lateWindow = 30_000;
const readDelays = [1_000, 3_000, 8_000, 20_000];

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
    const isWriting = answersOf(client).unsaved(orderId).length > 0;
    if (isWriting) attempt(() => sessionStorage.setItem(key, String(Date.now())));
  });
  const leftAt = attempt(() => Number(sessionStorage.getItem(key))) ?? 0;
  // The clock may have been set back meanwhile.
  const isRecent = Math.abs(Date.now() - leftAt) < lateWindow;
  const read = () => refetchOrder(queryClient, orderId);
  const timers = isRecent ? readDelays.map((delay) => setTimeout(read, delay)) : [];
  return () => {
    stopWatching();
    timers.forEach(clearTimeout);
  };
}
