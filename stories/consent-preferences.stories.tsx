import { ConsentPreferences } from '@norce-kit/react';
import type { ConsentPreferencesProps } from '@norce-kit/react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import type { OrderParameters } from '../.storybook/stage/order-stage.ts';
import type { StageArgs } from '../.storybook/stage/stage-args.ts';
import { wordsOf } from '../.storybook/stage/words-of.ts';
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
      given: { ci_newsletter: true },
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

/** The shopper has withdrawn the consent, with one click. */
export const Withdrawing: Story = {
  name: 'Withdrawn',
  parameters: {
    order: {
      given: { ci_newsletter: true },
      answers: { ci_newsletter: false },
      isEndless: true,
    } satisfies OrderParameters,
  },
  play: async (context) => {
    const { canvas } = context;
    await canvas.findByText(wordsOf(context).messages.saved);
    await expect(canvas.getByRole('checkbox')).not.toBeChecked();
    await expect(answerOf(context, 'ci_newsletter')).toBe(false);
  },
};

/** One click withdraws, as one click gave. */
export const ByOneClick: Story = {
  name: 'Interaction: withdraw with one click',
  play: async (context) => {
    const { canvas, userEvent } = context;
    await userEvent.click(canvas.getByRole('checkbox'));
    await canvas.findByText(wordsOf(context).messages.saved);
    await expect(answerOf(context, 'ci_newsletter')).toBe(false);
  },
};
