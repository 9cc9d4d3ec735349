import { ConsentPreferences } from '@norce-kit/react';
import type { ConsentPreferencesProps } from '@norce-kit/react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import type { OrderParameters } from '../.storybook/stage/order-stage.ts';
import type { StageArgs } from '../.storybook/stage/stage-args.ts';
import { answerOf } from './order-queries.ts';

const meta = {
  title: 'Components/ConsentPreferences',
  component: ConsentPreferences,
  argTypes: {
    title: { control: 'text' },
    description: { control: 'text' },
    filter: { control: false },
    renderConsent: { control: false },
  },
  parameters: {
    order: {
      prepare: (sandbox, orderId) => sandbox.orders.setChecked(orderId, 'ci_newsletter', true),
    } satisfies OrderParameters,
  },
} satisfies Meta<ConsentPreferencesProps & StageArgs>;

export default meta;

type Story = StoryObj<ConsentPreferencesProps & StageArgs>;

/** Shows the consents that the shopper can withdraw. Required ones, such as the terms, are left out. */
export const Default: Story = {
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('checkbox')).toBeChecked();
    await expect(canvas.getByRole('heading')).toBeVisible();
  },
};

/** Withdrawing takes one click, as giving did. */
export const Withdrawing: Story = {
  play: async (context) => {
    const { canvas, userEvent } = context;
    await userEvent.click(canvas.getByRole('checkbox'));
    await canvas.findByText('Saved');
    await expect(answerOf(context, 'ci_newsletter')).toBe(false);
  },
};
