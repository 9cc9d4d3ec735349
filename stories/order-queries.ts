import type { Receipt } from '@norce-kit/sandbox';
import { stageOf } from '../.storybook/stage/with-order.tsx';

interface StoryContext {
  readonly canvasElement: HTMLElement;
}

/** Returns the answer on the order of a story, or undefined if the order does not have the consent. */
export function answerOf(context: StoryContext, consentId: string): boolean | undefined {
  const { sandbox, orderId } = stageOf(context);
  return sandbox.orders.get(orderId)?.consents.find(({ id }) => id === consentId)?.checked;
}

/** Returns the wording of a consent on the order of a story. */
export function wordingOf(context: StoryContext, consentId: string): string {
  const { sandbox, orderId } = stageOf(context);
  return sandbox.orders.get(orderId)?.consents.find(({ id }) => id === consentId)?.text ?? '';
}

/** Returns the writes that the sandbox of a story received, oldest first. */
export function writesOf(context: StoryContext): readonly Receipt[] {
  return stageOf(context).sandbox.receipts.list();
}
