import type { QueryClient } from '@tanstack/react-query';
import { perClient } from '../client/per-client.ts';

/** That a write may arrive later, as one of a page that is left, or the answer that was saved. Without news, the order changed. */
type News = 'left' | readonly [consentId: string, checked: boolean];

type Message = readonly [cache: string, orderId: string, news: News | undefined];

/** Name of the channel, and of the time in ms since 1970 when a tab of this shop saved an answer last. */
const channelName = 'norce-kit';
const nameOf: (queryClient: QueryClient) => string = perClient(() => Math.random().toString(36));

/** The channel on which a cache already listens: opening one for each message is slower than the message. */
const openChannels = new WeakMap<QueryClient, BroadcastChannel>();

/** Returns undefined where the browser lacks or denies an API, as storage and channels where cookies are blocked. */
export function attempt<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** Whether a tab of this shop has saved an answer since a time. */
export const hasSavedSince = (time: number): boolean => Number(localStorage[channelName]) > time;

/** Announces to other tabs of this shop, and to other caches of this page, that an order changed, or will. */
export function announceToTabs(queryClient: QueryClient, orderId: string, news?: News): void {
  const open = openChannels.get(queryClient);
  // For tabs that open later.
  if (Array.isArray(news)) attempt(() => (localStorage[channelName] = Date.now()));
  attempt(() => {
    const channel = open ?? new BroadcastChannel(channelName);
    channel.postMessage([nameOf(queryClient), orderId, news] satisfies Message);
    if (channel !== open) channel.close();
  });
}

/** Calls `listener` with the id of each order that another tab changed or left. Returns the function that unsubscribes. */
export function subscribeToTabs(
  queryClient: QueryClient,
  listener: (orderId: string, news: unknown) => void,
): () => void {
  const channel = attempt(() => new BroadcastChannel(channelName));
  if (channel === undefined) return () => undefined;
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    // Other scripts of the origin may use a channel of this name.
    const [cache, orderId, news] = Array.isArray(data) ? (data as unknown[]) : [];
    if (cache !== nameOf(queryClient) && typeof orderId === 'string') listener(orderId, news);
  };
  openChannels.set(queryClient, channel);
  return () => {
    if (openChannels.get(queryClient) === channel) openChannels.delete(queryClient);
    channel.close();
  };
}
