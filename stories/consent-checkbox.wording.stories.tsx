import { ConsentCheckbox } from '@norce-kit/react';
import type { ConsentCheckboxProps } from '@norce-kit/react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import type { OrderParameters } from '../.storybook/stage/order-stage.ts';
import type { StageArgs } from '../.storybook/stage/stage-args.ts';
import { wordsOf } from '../.storybook/stage/words-of.ts';
import { checkboxArgTypes } from './checkbox-arg-types.ts';
import { wordingOf } from './order-queries.ts';

const meta = {
  title: 'Components/ConsentCheckbox',
  component: ConsentCheckbox,
  args: { consentId: 'ci_newsletter', label: 'Send me the newsletter' },
  argTypes: checkboxArgTypes,
} satisfies Meta<ConsentCheckboxProps & StageArgs>;

export default meta;

type Story = StoryObj<ConsentCheckboxProps & StageArgs>;

/** Without a label the box shows the text of the consent on the order. */
export const WordingOfTheOrder: Story = {
  args: { consentId: 'ci_terms', label: undefined },
  play: async (context) => {
    await context.canvas.findByRole('checkbox', { name: wordingOf(context, 'ci_terms') });
  },
};

/** The description is below the label, and screen readers read both. */
export const WithDescription: Story = {
  args: { description: 'About once a month. You can unsubscribe at any time, with one click.' },
  play: async (context) => {
    const text = wordsOf(context).t('About once a month. You can unsubscribe at any time, with one click.');
    await expect(context.canvas.getByRole('checkbox')).toHaveAccessibleDescription(
      expect.stringContaining(text),
    );
  },
};

/** Links are outside of the label. They open in a new tab, announce it, and do not tick the box. */
export const WithLinks: Story = {
  args: {
    consentId: 'ci_terms',
    label: 'I accept the terms of purchase',
    links: [
      { href: 'https://example.com/terms', text: 'Terms of purchase' },
      { href: 'https://example.com/privacy', text: 'Privacy policy' },
    ],
  },
  parameters: { state: 'links' },
  play: async (context) => {
    const { canvas, userEvent } = context;
    const { t, messages } = wordsOf(context);
    const name = `${t('Terms of purchase')} (${messages.newTab})`;
    const link = canvas.getByRole('link', { name });
    await expect(link).toHaveAttribute('target', '_blank');
    link.addEventListener('click', (event) => event.preventDefault(), { once: true });
    await userEvent.click(link);
    await expect(canvas.getByRole('checkbox')).not.toBeChecked();
  },
};

/** Text of any length wraps. The box stays on the first line. */
export const LongText: Story = {
  args: {
    label:
      'Yes, I would like to receive the newsletter with offers, seasonal recipes and invitations to events in the shops ' +
      'near me, and I understand that I can unsubscribe at any time with the link in every message.',
    description: 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz',
  },
  parameters: { state: 'long-text' },
};

/** The layout is mirrored. Left-to-right names keep their direction. */
export const RightToLeft: Story = {
  args: {
    label: 'أرسلوا لي النشرة الإخبارية من Vardag',
    description: 'يمكنكم إلغاء الاشتراك في أي وقت.',
    lang: 'ar',
  },
  globals: { direction: 'rtl' },
  parameters: { state: 'right-to-left' },
};

/** Text from the order is rendered as plain text, even if it contains HTML. */
export const HostileWording: Story = {
  args: { label: undefined },
  parameters: {
    order: {
      content: () => ({
        consents: [
          {
            id: 'ci_newsletter',
            checked: false,
            required: false,
            text: 'I agree <img src=x onerror="attacked()"> <a href="javascript:attacked()">terms</a>',
          },
        ],
      }),
    } satisfies OrderParameters,
  },
  play: async ({ canvas, canvasElement }) => {
    await canvas.findByText(/I agree <img/);
    await expect(canvasElement.querySelector('img, a')).toBeNull();
  },
};
