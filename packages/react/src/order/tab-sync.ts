import type { QueryClient } from '@tanstack/react-query';
import { perClient } from '../client/per-client.ts';

type Message = readonly [cache: string, orderId: string];

const channelName = 'norce-kit';
const nameOf: (queryClient: QueryClient) => string = perClient(() => Math.random().toString(36));

/** The channel on which a cache already listens: opening one for each message is slower than the message. */
const openChannels = new WeakMap<QueryClient, BroadcastChannel>();

/** Announces to other tabs of this shop, and to other caches of this page, that an order changed. */
export function announceToTabs(queryClient: QueryClient, orderId: string): void {
  if (typeof BroadcastChannel === 'undefined') return;
  const open = openChannels.get(queryClient);
  const channel = open ?? new BroadcastChannel(channelName);
  channel.postMessage([nameOf(queryClient), orderId] satisfies Message);
  if (open === undefined) channel.close();
}

/** Calls `listener` with the id of each order that another tab changed. Returns the function that unsubscribes. */
export function subscribeToTabs(
  queryClient: QueryClient,
  listener: (orderId: string) => void,
): (() => void) | undefined {
  if (typeof BroadcastChannel === 'undefined') return undefined;
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = ({ data: [cache, orderId] }: MessageEvent<Message>) => {
    if (cache !== nameOf(queryClient)) listener(orderId);
  };
  openChannels.set(queryClient, channel);
  return () => {
    if (openChannels.get(queryClient) === channel) openChannels.delete(queryClient);
    channel.close();
  };
}
