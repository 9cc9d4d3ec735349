import { addons } from 'storybook/preview-api';
import { orderChanged, panelOpened } from '../panel-protocol.ts';
import type { OrderReport } from '../panel-protocol.ts';
import type { OrderStage } from './order-stage.ts';

/** Sends the order to the panels, now and after each change. Returns a function that stops it. */
export function reportOrder(storyId: string, { sandbox, orderId }: OrderStage): () => void {
  const channel = addons.getChannel();
  const report = () => {
    const order = sandbox.orders.get(orderId);
    if (order === undefined) return;
    const { id, consents, attributes, validations, state } = order;
    channel.emit(orderChanged, {
      storyId,
      order: { id, consents, attributes, validations, status: state.currentStatus },
      receipts: sandbox.receipts.list({ orderId }).slice(-50).reverse(),
    } satisfies OrderReport);
  };
  report();
  const stops = [sandbox.orders.subscribe(report), sandbox.receipts.subscribe(report)];
  channel.on(panelOpened, report);
  return () => {
    channel.off(panelOpened, report);
    stops.forEach((stop) => stop());
  };
}
