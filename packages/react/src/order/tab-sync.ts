import { lateWindow } from '@norce-kit/core';
import type { QueryClient } from '@tanstack/react-query';
import { perClient } from '../client/per-client.ts';

/**
 * An answer that the shopper gave; empty when a write may arrive later, as one of a page that is left. Without news, the
 * order changed.
 */
type News = readonly [consentId?: string, checked?: boolean];

type Message = readonly [cache: string, orderId: string, news: News | undefined, at: number];

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

/**
 * Returns the time when the shopper last answered the consent, if that was on the page of this cache with `isOwn`, or
 * else on another page, such as in another tab. Without `consentId`, the time when the page was left with a write under
 * way. NaN if it was not.
 */
export function timeOf(queryClient: QueryClient, isOwn: boolean, consentId = ''): number {
  const value = attempt(() => localStorage[timeKey + consentId] as string | undefined) ?? '';
  return value.endsWith(nameOf(queryClient)) === isOwn ? parseFloat(value) : NaN;
}

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
  const at = Date.now();
  // For tabs that open later.
  if (news) attempt(() => (localStorage[timeKey + (news[0] ?? '')] = `${at} ${nameOf(queryClient)}`));
  attempt(() => {
    const channel = open ?? new BroadcastChannel(channelName);
    channel.postMessage([nameOf(queryClient), orderId, news, at] satisfies Message);
    if (channel !== open) channel.close();
  });
}

/** Calls `listener` with the id of each order that another tab answered, changed or left. Returns the function that unsubscribes. */
export function subscribeToTabs(
  queryClient: QueryClient,
  listener: (orderId: string, news: unknown, at: unknown) => void,
): () => void {
  let channel: BroadcastChannel | undefined;
  const open = () => {
    channel = attempt(() => new BroadcastChannel(channelName));
    if (channel === undefined) return;
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      // Other scripts of the origin may use a channel of this name.
      const [cache, orderId, news, at] = Array.isArray(data) ? (data as unknown[]) : [];
      if (cache !== nameOf(queryClient) && typeof orderId === 'string') listener(orderId, news, at);
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
