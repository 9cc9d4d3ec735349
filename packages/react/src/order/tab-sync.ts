import { lateWindow } from '@norce-kit/core';
import type { QueryClient } from '@tanstack/react-query';
import { perClient } from '../client/per-client.ts';

/**
 * An answer that the shopper gave; empty when a write may arrive later, as one of a page that is left. Without news, the
 * order changed.
 */
type News = readonly [consentId?: string, checked?: boolean];

type Message = readonly [cache: string, orderId: string, news: News | undefined];

const channelName = 'norce-kit';
/** Begins the names in `localStorage`. Each value is a time in ms since 1970, and the cache. */
const timeKey = 'norce-kit ';
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

/** Returns when a cache of this shop last stored a time, and its name. */
const readTime = (consentId = ''): string =>
  attempt(() => localStorage[timeKey + consentId] as string | undefined) ?? '';

/** Whether the shopper gave the newest answer to the consent on the page of this cache. */
export const isNewest = (queryClient: QueryClient, consentId?: string): boolean =>
  readTime(consentId).endsWith(nameOf(queryClient));

/**
 * Returns the time when the shopper last answered the consent elsewhere, such as in another tab. Without `consentId`,
 * the time when another page was left with a write under way. NaN if there is none.
 */
export const timeOfOthers = (queryClient: QueryClient, consentId?: string): number =>
  isNewest(queryClient, consentId) ? NaN : parseFloat(readTime(consentId));

/** Whether a request that was sent at a time may still arrive. The clock may have been set back meanwhile. */
export const isRecent = (time: number): boolean => Math.abs(Date.now() - time) <= lateWindow;

/** Removes the times that no longer matter. */
export function dropOldTimes(): void {
  attempt(() => {
    for (const [key, value] of Object.entries<string>(localStorage))
      if (key.startsWith(timeKey) && !isRecent(parseFloat(value))) localStorage.removeItem(key);
  });
}

/** Announces to other tabs of this shop, and to other caches of this page, that an order changed, or will. */
export function announceToTabs(queryClient: QueryClient, orderId: string, news?: News): void {
  const open = openChannels.get(queryClient);
  // For tabs that open later.
  if (news) attempt(() => (localStorage[timeKey + (news[0] ?? '')] = `${Date.now()} ${nameOf(queryClient)}`));
  attempt(() => {
    const channel = open ?? new BroadcastChannel(channelName);
    channel.postMessage([nameOf(queryClient), orderId, news] satisfies Message);
    if (channel !== open) channel.close();
  });
}

/** Calls `listener` with the id of each order that another tab answered, changed or left. Returns the function that unsubscribes. */
export function subscribeToTabs(
  queryClient: QueryClient,
  listener: (orderId: string, news: unknown) => void,
): () => void {
  let channel: BroadcastChannel | undefined;
  const open = () => {
    channel = attempt(() => new BroadcastChannel(channelName));
    if (channel === undefined) return;
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      // Other scripts of the origin may use a channel of this name.
      const [cache, orderId, news] = Array.isArray(data) ? (data as unknown[]) : [];
      if (cache !== nameOf(queryClient) && typeof orderId === 'string') listener(orderId, news);
    };
    openChannels.set(queryClient, channel);
  };
  const close = () => {
    if (openChannels.get(queryClient) === channel) openChannels.delete(queryClient);
    channel?.close();
  };
  // A message would remove the page from the back/forward cache. It reads the order when it is shown again.
  const keep = ({ type, persisted }: PageTransitionEvent) => {
    if (persisted) (type === 'pagehide' ? close : open)();
  };
  addEventListener('pagehide', keep);
  addEventListener('pageshow', keep);
  open();
  return () => {
    removeEventListener('pagehide', keep);
    removeEventListener('pageshow', keep);
    close();
  };
}
