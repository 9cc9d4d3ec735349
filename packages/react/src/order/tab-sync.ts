import { lateWindow } from '@norce-kit/core';
import type { QueryClient } from '@tanstack/react-query';
import { perClient } from '../client/per-client.ts';
import { consentKey } from './consent-key.ts';

/**
 * An answer that the shopper gave; without one when a write may arrive later, as those of a page that is left, with its notes.
 * Without news, the order changed.
 */
type News = readonly [consentId?: string | undefined, checked?: boolean | undefined, notes?: unknown];

type Message = readonly [cache: string, orderId: string, news: News | undefined, at: number];

const channelName = 'norce-kit';

/** The last answer to a consent in any tab, or that a page of the order was left with a write under way. */
interface Stored {
  /** Milliseconds since 1970; NaN if there is none. */
  readonly at: number;
  readonly checked: boolean;
  /** Whether it was on the page of this cache. */
  readonly isOwn: boolean;
  /** Whether another answer came so shortly before it that it may arrive later. */
  readonly isNewer: boolean;
}

/** Begins the names in `localStorage`. Each value is the time, the answer, the cache, and whether another answer came just before. */
const storedKey = 'norce-kit ';
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

/** Returns a name without the ids, because it stays on the device until a page opens later. */
function storedName(orderId: string, consentId = ''): string {
  let hash = 0;
  for (const byte of new TextEncoder().encode(consentKey(orderId, consentId))) hash = (hash * 31 + byte) | 0;
  return `${storedKey}${hash}`;
}

function readItem(name: string): readonly unknown[] {
  // An error for each of hundreds of consents without an answer would be slow.
  return attempt(() => JSON.parse(localStorage.getItem(name) ?? '[]') as unknown[]) ?? [];
}

/** Returns the last answer to a consent; without `consentId`, whether a page of the order was left. */
export function readStored(queryClient: QueryClient, orderId: string, consentId?: string): Stored {
  const [at, checked, cache, isNewer] = readItem(storedName(orderId, consentId));
  return {
    at: Number(at),
    checked: checked === true,
    isOwn: cache === nameOf(queryClient),
    isNewer: isNewer as boolean,
  };
}

/** Whether a request that was sent at a time may still arrive. The clock may have been set back meanwhile. */
export const isRecent = (time: number): boolean => Math.abs(Date.now() - time) <= lateWindow;

/** Returns the names of what pages stored and `isWanted` selects. */
const storedNames = (isWanted: (at: number, cache: unknown) => boolean): readonly string[] =>
  attempt(() =>
    Object.keys(localStorage).filter((name) => {
      if (!name.startsWith(storedKey)) return false;
      const [at, , cache] = readItem(name);
      return isWanted(Number(at), cache);
    }),
  ) ?? [];

/** Removes what no longer matters. */
export function dropOldStored(): void {
  storedNames((at) => !isRecent(at)).forEach((name) => localStorage.removeItem(name));
}

/** Whether other pages stored anything that still matters. */
export function hasOthers(queryClient: QueryClient): boolean {
  return storedNames((at, cache) => isRecent(at) && cache !== nameOf(queryClient)).length > 0;
}

/**
 * Announces to other tabs of this shop, and to other caches of this page, that an order changed, or will.
 *
 * @param age milliseconds since the answer was given; default 0
 */
export function announceToTabs(queryClient: QueryClient, orderId: string, news?: News, age = 0): void {
  const at = Date.now() - age;
  const announce = () => {
    const open = openChannels.get(queryClient);
    // For tabs that open later.
    if (news) {
      const name = storedName(orderId, news[0]);
      attempt(() => {
        const isNewer = isRecent(Number(readItem(name)[0]));
        localStorage[name] = JSON.stringify([at, news[1], nameOf(queryClient), isNewer]);
      });
    }
    attempt(() => {
      const channel = open ?? new BroadcastChannel(channelName);
      channel.postMessage([nameOf(queryClient), orderId, news, at] satisfies Message);
      if (channel !== open) channel.close();
    });
  };
  // Firefox 153 often drops what a tab that is closed posts after `pagehide`.
  if (news?.[2]) announce();
  // After the box shows the answer, because storage and channels are slower than the rest of a click.
  else queueMicrotask(announce);
}

/** Calls `listener` with the id of each order that another tab answered, changed or left. Returns the function that unsubscribes. */
export function subscribeToTabs(
  queryClient: QueryClient,
  listener: (orderId: string, news: unknown, at: unknown) => void,
): () => void {
  const channel = attempt(() => new BroadcastChannel(channelName));
  if (channel === undefined) return () => undefined;
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    // Other scripts of the origin may use a channel of this name.
    const [cache, orderId, news, at] = Array.isArray(data) ? (data as unknown[]) : [];
    if (cache !== nameOf(queryClient) && typeof orderId === 'string') listener(orderId, news, at);
  };
  openChannels.set(queryClient, channel);
  return () => {
    if (openChannels.get(queryClient) === channel) openChannels.delete(queryClient);
    channel.close();
  };
}
