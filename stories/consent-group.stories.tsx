import { ConsentGroup } from '@norce-kit/react';
import type { ConsentGroupProps } from '@norce-kit/react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import { stageOf } from '../.storybook/stage/with-order.tsx';
import type { OrderParameters } from '../.storybook/stage/order-stage.ts';
import type { StageArgs } from '../.storybook/stage/stage-args.ts';
import { ownProps } from '../.storybook/stage/stage-args.ts';
import { wordsOf } from '../.storybook/stage/words-of.ts';
import { OrderConsents } from './consent-group.example.tsx';
import code from './consent-group.example.tsx?raw';
import { writesOf } from './order-queries.ts';

const meta = {
  title: 'Components/ConsentGroup',
  component: ConsentGroup,
  argTypes: {
    legend: { control: 'text' },
    description: { control: 'text' },
    filter: { control: false },
    renderConsent: { control: false },
  },
} satisfies Meta<ConsentGroupProps & StageArgs>;

export default meta;

type Story = StoryObj<ConsentGroupProps & StageArgs>;

/** All consents of the order, each in a box of its own with the text of the order. */
export const Default: Story = {
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('group')).toHaveAccessibleName();
    await expect(canvas.getAllByRole('checkbox')).toHaveLength(2);
  },
};

/** Legend and description of the shop. */
export const NamedByTheShop: Story = {
  args: { legend: 'Before you order', description: 'Only the box marked as required is needed to go on.' },
  play: async (context) => {
    const { t } = wordsOf(context);
    const group = context.canvas.getByRole('group', { name: t('Before you order') });
    await expect(group).toHaveAccessibleDescription();
  },
};

/** `renderConsent` replaces the plain boxes by components chosen by consent id. */
export const OwnBoxes: Story = {
  render: (args, context) => <OrderConsents {...ownProps(args, context)} />,
  parameters: { docs: { source: { code } } },
  play: async (context) => {
    const { messages } = wordsOf(context);
    const name = `${messages.termsLink} (${messages.newTab})`;
    await expect(context.canvas.getByRole('link', { name })).toBeVisible();
  },
};

/** Two answers at once, one of which fails. Neither waits for the other. */
export const OneFails: Story = {
  parameters: {
    order: {
      prepare: (sandbox) =>
        sandbox.faults.add({ kind: 'status', status: 500, operation: 'patchConsent', consentId: 'ci_terms' }),
      answers: { ci_newsletter: true, ci_terms: true },
      isEndless: true,
    } satisfies OrderParameters,
  },
  play: async (context) => {
    const { canvas } = context;
    const { messages } = wordsOf(context);
    await canvas.findByText(messages.saved);
    await canvas.findByText(messages.notSavedUnticked);
  },
};

/** A consent that is added while the shopper is in the group changes neither the focus nor an answer. */
export const ArrivesLate: Story = {
  parameters: {
    order: {
      afterMount: (sandbox, orderId, t) =>
        sandbox.orders.update(orderId, ({ consents }) => ({
          consents: [
            { id: 'ci_age', checked: false, required: true, text: t('I am 18 or older.') },
            ...consents,
          ],
        })),
    } satisfies OrderParameters,
  },
  play: async (context) => {
    const { canvas, userEvent } = context;
    const { sandbox, orderId, queryClient } = stageOf(context);
    const { t } = wordsOf(context);
    const text = t('I would like to join the club.');
    await canvas.findByRole('checkbox', { name: t('I am 18 or older.') });
    await userEvent.tab();
    const focused = document.activeElement;
    sandbox.orders.update(orderId, ({ consents }) => ({
      consents: [{ id: 'ci_club', checked: false, required: false, text }, ...consents],
    }));
    await queryClient.invalidateQueries();
    await canvas.findByRole('checkbox', { name: text });
    await expect(canvas.getAllByRole('checkbox')).toHaveLength(4);
    await expect(focused).toHaveFocus();
    await expect(writesOf(context)).toEqual([]);
  },
};
