import type { Receipt } from '@norce-kit/sandbox';
import { orderOf } from '../.storybook/stage/with-order.tsx';

interface StoryContext {
  readonly canvasElement: HTMLElement;
}

/** What the order behind a story holds of a consent. */
export function holds(context: StoryContext, consentId: string): boolean | undefined {
  const { sandbox, orderId } = orderOf(context);
  return sandbox.orders.get(orderId)?.consents.find(({ id }) => id === consentId)?.checked;
}

/** The writes that arrived at the order behind a story. */
export function writes(context: StoryContext): readonly Receipt[] {
  return orderOf(context).sandbox.receipts.list();
}
