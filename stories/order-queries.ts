import type { Receipt } from '@norce-kit/sandbox';
import { stageOf } from '../.storybook/stage/with-order.tsx';

interface StoryContext {
  readonly canvasElement: HTMLElement;
}

/** What the order behind a story holds of a consent. */
export function answerOf(context: StoryContext, consentId: string): boolean | undefined {
  const { sandbox, orderId } = stageOf(context);
  return sandbox.orders.get(orderId)?.consents.find(({ id }) => id === consentId)?.checked;
}

/** The writes that arrived at the order behind a story. */
export function writesOf(context: StoryContext): readonly Receipt[] {
  return stageOf(context).sandbox.receipts.list();
}
