import type { QueryClient } from '@tanstack/react-query';
import { oncePer } from '../client/per-client.ts';

type Message = readonly [cache: string, orderId: string];

const channelName = 'norce-kit';
const nameOf: (queryClient: QueryClient) => string = oncePer(() => Math.random().toString(36));

/** The channel on which a cache listens already: to open one more for each word costs more than the word. */
const listening = new WeakMap<QueryClient, BroadcastChannel>();

/** Tells the other tabs of this shop, and other caches of this page, that an order changed. */
export function tellOtherTabs(queryClient: QueryClient, orderId: string): void {
  if (typeof BroadcastChannel === 'undefined') return;
  const known = listening.get(queryClient);
  const channel = known ?? new BroadcastChannel(channelName);
  channel.postMessage([nameOf(queryClient), orderId] satisfies Message);
  if (known === undefined) channel.close();
}

/** Calls `listener` with each order that another tab changed; returns what ends that. */
export function listenToOtherTabs(
  queryClient: QueryClient,
  listener: (orderId: string) => void,
): (() => void) | undefined {
  if (typeof BroadcastChannel === 'undefined') return undefined;
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = ({ data: [cache, orderId] }: MessageEvent<Message>) => {
    if (cache !== nameOf(queryClient)) listener(orderId);
  };
  listening.set(queryClient, channel);
  return () => {
    if (listening.get(queryClient) === channel) listening.delete(queryClient);
    channel.close();
  };
}
