import { ObjectionConsent } from '@norce-kit/react';
import type { ObjectionBoxProps } from '@norce-kit/react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import type { OrderParameters } from '../.storybook/stage/order-stage.ts';
import type { StageArgs } from '../.storybook/stage/stage-args.ts';
import { wordsOf } from '../.storybook/stage/words-of.ts';
import { answerOf } from './order-queries.ts';

const meta = {
  title: 'Components/ObjectionConsent',
  component: ObjectionConsent,
  args: { consentId: 'ci_no_offers' },
  argTypes: {
    label: { control: 'text' },
    description: { control: 'text' },
    readOnly: { control: 'boolean' },
  },
  parameters: {
    order: {
      content: (t) => ({
        consents: [
          { id: 'ci_no_offers', checked: false, required: false, text: t('No offers by email, please.') },
        ],
      }),
    } satisfies OrderParameters,
  },
} satisfies Meta<ObjectionBoxProps & StageArgs>;

export default meta;

type Story = StoryObj<ObjectionBoxProps & StageArgs>;

/** A tick means no. The box starts empty. */
export const Default: Story = {
  play: async ({ canvas, canvasElement }) => {
    await expect(canvas.getByRole('checkbox')).not.toBeChecked();
    await expect(canvasElement.querySelector('[data-kind="objection"]')).not.toBeNull();
  },
};

/** The shopper objects. */
export const Objected: Story = {
  parameters: { order: { answers: { ci_no_offers: true }, isEndless: true } satisfies OrderParameters },
  play: async (context) => {
    const { canvas } = context;
    await canvas.findByText(wordsOf(context).messages.saved);
    await expect(canvas.getByRole('checkbox')).toBeChecked();
    await expect(answerOf(context, 'ci_no_offers')).toBe(true);
  },
};
