import type { QueryClient } from '@tanstack/react-query';
import { oncePer } from './once-per.ts';

type Message = readonly [cache: string, orderId: string];

const channelName = 'norce-kit';
const nameOf: (queryClient: QueryClient) => string = oncePer(() => Math.random().toString(36));

/** Tells the other tabs of this shop, and other caches of this page, that an order changed. */
export function tellOtherTabs(queryClient: QueryClient, orderId: string): void {
  if (typeof BroadcastChannel === 'undefined') return;
  const channel = new BroadcastChannel(channelName);
  channel.postMessage([nameOf(queryClient), orderId] satisfies Message);
  channel.close();
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
  return () => channel.close();
}
