import { ConsentCheckbox } from '@norce-kit/react';
import type { ConsentCheckboxProps } from '@norce-kit/react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import type { OrderParameters } from '../.storybook/stage/order-stage.ts';
import type { StageArgs } from '../.storybook/stage/stage-args.ts';
import { checkboxArgTypes } from './checkbox-arg-types.ts';

const meta = {
  title: 'Components/ConsentCheckbox',
  component: ConsentCheckbox,
  args: { consentId: 'ci_newsletter', label: 'Send me the newsletter' },
  argTypes: checkboxArgTypes,
} satisfies Meta<ConsentCheckboxProps & StageArgs>;

export default meta;

type Story = StoryObj<ConsentCheckboxProps & StageArgs>;

/** Without a label the box speaks with the order's own wording. */
export const WordingOfTheOrder: Story = {
  args: { consentId: 'ci_terms', label: undefined },
  play: async ({ canvas }) => {
    await canvas.findByRole('checkbox', { name: /I accept the terms of purchase/ });
  },
};

/** What helps to decide stands below the label and is read out with it. */
export const WithDescription: Story = {
  args: { description: 'About once a month. You can unsubscribe at any time, with one click.' },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('checkbox')).toHaveAccessibleDescription(/About once a month/);
  },
};

/** Links stand beside the label. They open in a new tab and say so; following one ticks nothing. */
export const WithLinks: Story = {
  args: {
    consentId: 'ci_terms',
    label: 'I accept the terms of purchase',
    links: [
      { href: './terms.html', text: 'Terms of purchase' },
      { href: 'https://example.com/privacy', text: 'Privacy policy' },
    ],
  },
  parameters: { state: 'links' },
  play: async ({ canvas, userEvent }) => {
    const link = canvas.getByRole('link', { name: /Terms of purchase/ });
    await expect(link).toHaveAttribute('target', '_blank');
    await expect(link).toHaveAccessibleName(/new tab/);
    link.addEventListener('click', (event) => event.preventDefault(), { once: true });
    await userEvent.click(link);
    await expect(canvas.getByRole('checkbox')).not.toBeChecked();
  },
};

/** A text of any length wraps; the box stays on its first line. */
export const LongText: Story = {
  args: {
    label:
      'Yes, I would like to receive the newsletter with offers, seasonal recipes and invitations to events in the shops ' +
      'near me, and I understand that I can unsubscribe at any time with the link that stands in every single message.',
    description: 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz',
  },
  parameters: { state: 'long-text' },
};

/** Everything mirrors; numbers and names of the other direction keep theirs. */
export const RightToLeft: Story = {
  args: {
    label: 'أرسلوا لي النشرة الإخبارية من Vardag',
    description: 'يمكنكم إلغاء الاشتراك في أي وقت.',
    lang: 'ar',
  },
  globals: { direction: 'rtl' },
  parameters: { state: 'right-to-left' },
};

/** Wording from the order is text and nothing else, whatever stands in it. */
export const HostileWording: Story = {
  args: { label: undefined },
  parameters: {
    order: {
      content: {
        consents: [
          {
            id: 'ci_newsletter',
            checked: false,
            required: false,
            text: 'I agree <img src=x onerror="attacked()"> <a href="javascript:attacked()">terms</a>',
          },
        ],
      },
    } satisfies OrderParameters,
  },
  play: async ({ canvas, canvasElement }) => {
    await canvas.findByText(/I agree <img/);
    await expect(canvasElement.querySelector('img, a')).toBeNull();
  },
};
