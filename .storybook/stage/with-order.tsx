import type { Decorator } from '@storybook/react-vite';
import { languageOf } from './languages.ts';
import { networkOf } from './network.ts';
import { LanguageContext, OrderIdContext, OrderStageProvider } from './order-stage-provider.tsx';
import type { OrderParameters, OrderStage } from './order-stage.ts';
import { reportOrder } from './report-order.ts';
import type { StageArgs } from './stage-args.ts';

const stages = new WeakMap<object, OrderStage>();

/** Returns the order stage of a story. For play functions. */
export function stageOf(context: { readonly canvasElement: HTMLElement }): OrderStage {
  const stage = stages.get(context.canvasElement);
  if (stage === undefined) throw new Error('This story has no order: withOrder did not run.');
  return stage;
}

/** Returns the order id of a story, which depends on the canvas where a docs page shows the story in several. */
function orderIdOf(storyId: string, canvasElement: HTMLElement): string {
  const canvases = [...document.querySelectorAll(`[id="${canvasElement.id}"]`)];
  const index = canvases.indexOf(canvasElement);
  return index > 0 ? `o_${storyId}-${index + 1}` : `o_${storyId}`;
}

/** Gives every story an order of its own on a sandbox in the page. `parameters: { order: 'none' }` disables it. */
export const withOrder: Decorator<StageArgs> = (
  Story,
  { args, canvasElement, globals, id, parameters, viewMode },
) => {
  const order = parameters['order'] as OrderParameters | 'none' | undefined;
  const { tag } = languageOf(globals['locale']).locale;
  const orderId = orderIdOf(id, canvasElement);
  if (order === 'none') {
    return (
      <LanguageContext key={tag} value={tag}>
        <OrderIdContext value={orderId}>
          <Story />
        </OrderIdContext>
      </LanguageContext>
    );
  }
  // On a docs page the summary of one canvas must not take the focus, which would scroll the page to it.
  const isInert = viewMode === 'docs' && order?.isAttempted === true;
  return (
    <OrderStageProvider
      key={tag}
      {...order}
      orderId={orderId}
      languageTag={tag}
      network={networkOf(globals['network']) ?? args.network}
      onMount={(stage) => {
        stages.set(canvasElement, stage);
        if (isInert) canvasElement.inert = true;
        return viewMode === 'story' ? reportOrder(id, stage) : undefined;
      }}
      onAttempted={() => {
        // The summary has rendered by then.
        if (isInert) setTimeout(() => (canvasElement.inert = false), 250);
      }}
    >
      <Story />
    </OrderStageProvider>
  );
};
