import { OrderProvider } from '@norce-kit/react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { useState } from 'react';
import { expect, waitFor, within } from 'storybook/test';
import { languageOf } from '../.storybook/stage/languages.ts';
import { openTab } from '../.storybook/stage/order-stage.ts';
import { stageOf } from '../.storybook/stage/with-order.tsx';
import { useStage, useWords } from '../.storybook/stage/order-stage-provider.tsx';
import type { OrderParameters } from '../.storybook/stage/order-stage.ts';
import type { StageArgs } from '../.storybook/stage/stage-args.ts';
import { wordsOf } from '../.storybook/stage/words-of.ts';
import { CheckoutDemo } from './checkout-demo.tsx';
import code from './checkout.example.tsx?raw';
import { answerOf } from './order-queries.ts';

const meta = {
  id: 'checkout',
  title: 'Patterns/Checkout',
  render: () => <CheckoutDemo />,
  parameters: { controls: { include: ['network', 'density'] }, docs: { source: { code } } },
} satisfies Meta<StageArgs>;

export default meta;

type Story = StoryObj<StageArgs>;

/** A small live checkout. Tick a box, change the network in the controls, place the order. */
export const Checkout: Story = {};

/** The summary leads to the missing consent. After the tick the order is placed. */
export const PlaceOrder: Story = {
  name: 'Interaction: place the order',
  play: async (context) => {
    const { canvas, userEvent } = context;
    const { t, messages, summaryTitle } = wordsOf(context);
    await userEvent.click(canvas.getByRole('button', { name: t('Place order') }));
    const summary = await canvas.findByRole('group', { name: summaryTitle(1) });
    await userEvent.click(within(summary).getByRole('link'));
    const terms = canvas.getByRole('checkbox', { name: messages.termsLabel });
    await expect(terms).toHaveFocus();
    await userEvent.keyboard(' ');
    await canvas.findByText(messages.saved);
    await userEvent.click(canvas.getByRole('button', { name: t('Place order') }));
    await canvas.findByRole('heading', { name: t('Thank you for your order') });
    await expect(answerOf(context, 'ci_terms')).toBe(true);
  },
};

/** The shopper ticks and orders at once on a slow connection. The order is placed after the answer is saved. */
export const PlaceOrderOnASlowLine: Story = {
  name: 'Interaction: place the order on a slow connection',
  parameters: {
    order: {
      prepare: (sandbox) => sandbox.faults.add({ kind: 'delay', before: 700, operation: 'patchConsent' }),
    } satisfies OrderParameters,
  },
  play: async (context) => {
    const { canvas, userEvent } = context;
    const { t, messages } = wordsOf(context);
    await userEvent.click(canvas.getByRole('checkbox', { name: messages.termsLabel }));
    await userEvent.click(canvas.getByRole('button', { name: t('Place order') }));
    await canvas.findByText(messages.saving);
    await canvas.findByRole('heading', { name: t('Thank you for your order') });
    await expect(answerOf(context, 'ci_terms')).toBe(true);
  },
};

/** An answer that could not be saved blocks the order, and the summary names it. */
export const NotSavedHoldsTheOrder: Story = {
  name: 'Not saved, so not ordered',
  args: { network: 'fails' },
  parameters: {
    order: { answers: { ci_newsletter: true }, isAttempted: true } satisfies OrderParameters,
  },
  play: async (context) => {
    const { canvas } = context;
    const { messages, summaryTitle } = wordsOf(context);
    await canvas.findByText(messages.notSavedUnticked);
    const summary = await canvas.findByRole('group', { name: summaryTitle(2) });
    await waitFor(() => expect(summary).toHaveFocus());
    await expect(within(summary).getAllByRole('listitem')).toHaveLength(2);
  },
};

/** The same order in two tabs. An answer in one shows in the other, and each answer is written once. */
export const TwoTabs: Story = {
  render: () => <Tabs />,
  play: async (context) => {
    const { canvas, userEvent } = context;
    const { messages } = wordsOf(context);
    const boxes = canvas.getAllByRole('checkbox', { name: messages.newsletterLabel });
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
  const { t, tag } = useWords();
  const [{ client, orderId, queryClient, initialOrder }] = useState(() => openTab(stage));
  const { locale } = languageOf(tag);
  const otherTab = { client, orderId, queryClient, initialOrder, locale };
  return (
    <>
      <p className="tabs-note">
        {t(
          'Two pages of one browser show the same order. Each has its own client and cache, and they notify each other of changes.',
        )}
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
