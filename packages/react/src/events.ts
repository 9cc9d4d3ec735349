import type { AnswerEvent } from '@norce-kit/core';

/** Something that became certain about an order. */
export type OrderEvent =
  | {
      readonly type: `consent-${AnswerEvent['type']}`;
      readonly orderId: string;
      readonly consentId: string;
      readonly checked: boolean;
    }
  | {
      readonly type: 'validation-registered';
      readonly orderId: string;
      /** Its name in the handler, or its adapter where it was registered with the key. */
      readonly validation: string;
    };

type Message = readonly [page: string, orderId: string];

const channelName = 'norce-kit';
let page: string | undefined;

/** Tells the other tabs of this shop that an order changed. */
export function tellOtherTabs(orderId: string): void {
  if (typeof BroadcastChannel === 'undefined') return;
  page ??= Math.random().toString(36);
  const channel = new BroadcastChannel(channelName);
  channel.postMessage([page, orderId] satisfies Message);
  channel.close();
}

/** Calls `listener` when another tab changed the order; returns what ends that. */
export function listenToOtherTabs(orderId: string, listener: () => void): () => void {
  if (typeof BroadcastChannel === 'undefined') return () => undefined;
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data[0] !== page && data[1] === orderId) listener();
  };
  return () => channel.close();
}
