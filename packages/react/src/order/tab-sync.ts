import type { QueryClient } from '@tanstack/react-query';
import { perClient } from '../client/per-client.ts';

type Message = readonly [cache: string, orderId: string];

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

const openChannel = () => attempt(() => new BroadcastChannel(channelName));

/** Announces to other tabs of this shop, and to other caches of this page, that an order changed. */
export function announceToTabs(queryClient: QueryClient, orderId: string): void {
  const open = openChannels.get(queryClient);
  const channel = open ?? openChannel();
  attempt(() => channel?.postMessage([nameOf(queryClient), orderId] satisfies Message));
  if (open === undefined) channel?.close();
}

/** Calls `listener` with the id of each order that another tab changed. Returns the function that unsubscribes. */
export function subscribeToTabs(queryClient: QueryClient, listener: (orderId: string) => void): () => void {
  const channel = openChannel();
  if (channel === undefined) return () => undefined;
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    // Other scripts of the origin may use a channel of this name.
    const [cache, orderId] = Array.isArray(data) ? (data as unknown[]) : [];
    if (typeof orderId === 'string' && cache !== nameOf(queryClient)) listener(orderId);
  };
  openChannels.set(queryClient, channel);
  return () => {
    if (openChannels.get(queryClient) === channel) openChannels.delete(queryClient);
    channel.close();
  };
}
