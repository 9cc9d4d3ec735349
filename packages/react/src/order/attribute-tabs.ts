import type { AttributeValues } from '@norce-kit/core';
import type { QueryClient } from '@tanstack/react-query';
import { attributesOf } from '../client/attributes.ts';
import { perClient } from '../client/per-client.ts';
import type { Client } from '../client/types.ts';
import { consentKey } from './consent-key.ts';
import { announceChange } from './order-query.ts';
import { attempt } from './tab-sync.ts';

type Message = readonly [orderId: string, values: AttributeValues, at: number];

/** Not that of answers, which pages without attributes use as well. */
const channelName = 'norce-kit attributes';

interface Tabs {
  channel: BroadcastChannel | undefined;
  /** Number of components and writes that need the channel. */
  users: number;
  /** When the newest value was given on any page, in ms since 1970, by order and key. */
  readonly times: Map<string, number>;
}

const tabsOf: (client: Client) => Tabs = perClient(() => ({
  channel: undefined,
  users: 0,
  times: new Map(),
}));

/** Ids of the orders that a cache reads after the present task. */
const dueOf: (queryClient: QueryClient) => Set<string> = perClient(() => new Set());

/**
 * Keeps attributes in step with other tabs: a value that was given later in one of them replaces an older one of this page.
 * The cache and the tabs read the order after each save, those that correct a late write included. Returns the function
 * that stops it.
 */
export function followTabs(client: Client, queryClient: QueryClient): () => void {
  const tabs = tabsOf(client);
  tabs.users += 1;
  tabs.channel ??= openChannel(client, tabs.times);
  const due = dueOf(queryClient);
  const stopFollowing = attributesOf(client).subscribeToEvents(({ type, orderId }) => {
    if (type !== 'saved' || due.has(orderId)) return;
    due.add(orderId);
    // After the mutation has updated the cached order, once for all keys of a write.
    setTimeout(() => {
      due.delete(orderId);
      announceChange(queryClient, orderId);
    });
  });
  return () => {
    stopFollowing();
    tabs.users -= 1;
    if (tabs.users > 0) return;
    tabs.channel?.close();
    tabs.channel = undefined;
  };
}

function openChannel(client: Client, times: Map<string, number>): BroadcastChannel | undefined {
  const channel = attempt(() => new BroadcastChannel(channelName));
  if (channel)
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      // Other scripts of the origin may use a channel of this name.
      attempt(() => {
        const [orderId, values, at] = data as Message;
        const newer = Object.entries(values).filter(
          ([key]) => at > (times.get(consentKey(orderId, key)) ?? 0),
        );
        newer.forEach(([key]) => times.set(consentKey(orderId, key), at));
        attributesOf(client).takeNewer(orderId, Object.fromEntries(newer));
      });
    };
  return channel;
}

/** Announces values to other tabs when the shopper gives them, with their time. */
export function announceValues(client: Client, orderId: string, values: AttributeValues): void {
  const { channel, times } = tabsOf(client);
  const at = Date.now();
  for (const key of Object.keys(values)) times.set(consentKey(orderId, key), at);
  attempt(() => channel?.postMessage([orderId, values, at] satisfies Message));
}
