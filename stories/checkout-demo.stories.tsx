import { OrderProvider } from '@norce-kit/react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { useState } from 'react';
import { expect, waitFor, within } from 'storybook/test';
import { openTab } from '../.storybook/stage/order-stage.ts';
import { stageOf } from '../.storybook/stage/with-order.tsx';
import { useStage } from '../.storybook/stage/order-stage-provider.tsx';
import type { OrderParameters } from '../.storybook/stage/order-stage.ts';
import type { StageArgs } from '../.storybook/stage/stage-args.ts';
import { CheckoutDemo } from './checkout-demo.tsx';
import { answerOf } from './order-queries.ts';

const meta = {
  id: 'checkout',
  title: 'Patterns/Checkout',
  render: () => <CheckoutDemo />,
  parameters: { controls: { include: ['network', 'density'] } },
} satisfies Meta<StageArgs>;

export default meta;

type Story = StoryObj<StageArgs>;

/** A small live checkout. Tick a box, change the network in the controls, place the order. */
export const Checkout: Story = {};

/** The summary leads to the missing consent. After the tick the order is placed. */
export const PlaceOrder: Story = {
  play: async (context) => {
    const { canvas, userEvent } = context;
    await userEvent.click(canvas.getByRole('button', { name: 'Place order' }));
    const summary = await canvas.findByRole('group', { name: /before you can go on/ });
    await userEvent.click(within(summary).getByRole('link'));
    const terms = canvas.getByRole('checkbox', { name: /accept/ });
    await expect(terms).toHaveFocus();
    await userEvent.keyboard(' ');
    await canvas.findByText('Saved');
    await userEvent.click(canvas.getByRole('button', { name: 'Place order' }));
    await canvas.findByRole('heading', { name: 'Thank you for your order' });
    await expect(answerOf(context, 'ci_terms')).toBe(true);
  },
};

/** The shopper ticks and orders at once on a slow connection. The order is placed after the answer is saved. */
export const PlaceOrderOnASlowLine: Story = {
  parameters: {
    order: {
      prepare: (sandbox) => sandbox.faults.add({ kind: 'delay', before: 700, operation: 'patchConsent' }),
    } satisfies OrderParameters,
  },
  play: async (context) => {
    const { canvas, userEvent } = context;
    await userEvent.click(canvas.getByRole('checkbox', { name: /accept/ }));
    await userEvent.click(canvas.getByRole('button', { name: 'Place order' }));
    await canvas.findByText('Saving …');
    await canvas.findByRole('heading', { name: 'Thank you for your order' });
    await expect(answerOf(context, 'ci_terms')).toBe(true);
  },
};

/** An answer that could not be saved blocks the order, and the summary names it. */
export const NotSavedHoldsTheOrder: Story = {
  args: { network: 'fails' },
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('checkbox', { name: /news/ }));
    await canvas.findByText(/Not saved/);
    await userEvent.click(canvas.getByRole('button', { name: 'Place order' }));
    const summary = await canvas.findByRole('group', { name: /before you can go on/ });
    await waitFor(() => expect(summary).toHaveFocus());
    await expect(within(summary).getAllByRole('listitem')).toHaveLength(2);
  },
};

/** The same order in two tabs. An answer in one shows in the other, and each answer is written once. */
export const TwoTabs: Story = {
  render: () => <Tabs />,
  play: async (context) => {
    const { canvas, userEvent } = context;
    const boxes = canvas.getAllByRole('checkbox', { name: /news/ });
    const [first, second] = boxes;
    if (first === undefined || second === undefined) throw new Error('There are two tabs.');
    await userEvent.click(first);
    await waitFor(() => expect(second).toBeChecked());
    await userEvent.click(second);
    await waitFor(() => expect(first).not.toBeChecked());
    await expect(stageOf(context).sandbox.receipts.list()).toHaveLength(2);
  },
};

function Tabs() {
  const stage = useStage();
  const [{ client, orderId, queryClient, initialOrder }] = useState(() => openTab(stage));
  const otherTab = { client, orderId, queryClient, initialOrder };
  return (
    <>
      <p className="tabs-note">
        Two pages of one browser show the same order. Each has its own client and cache, and they notify each
        other of changes.
      </p>
      <div className="tabs">
        <CheckoutDemo title="First tab" />
        <OrderProvider {...otherTab}>
          <CheckoutDemo title="Second tab" />
        </OrderProvider>
      </div>
    </>
  );
}
