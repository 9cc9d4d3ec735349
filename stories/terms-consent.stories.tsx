import { TermsConsent } from '@norce-kit/react';
import type { TermsConsentProps } from '@norce-kit/react';
import type { ComponentType } from 'react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import type { OrderParameters } from '../.storybook/stage/order-stage.ts';
import type { StageArgs } from '../.storybook/stage/stage-args.ts';
import { wordsOf } from '../.storybook/stage/words-of.ts';
import { answerOf, writesOf } from './order-queries.ts';

type Args = Omit<TermsConsentProps, 'termsUrl' | 'privacyUrl'> &
  StageArgs & { termsUrl?: string | undefined; privacyUrl?: string };

const meta = {
  title: 'Components/TermsConsent',
  component: TermsConsent as ComponentType<Args>,
  args: { consentId: 'ci_terms', termsUrl: 'https://example.com/terms' },
  argTypes: {
    termsUrl: { control: 'text' },
    privacyUrl: { control: 'text' },
    label: { control: 'text' },
    description: { control: 'text' },
    readOnly: { control: 'boolean' },
  },
} satisfies Meta<Args>;

export default meta;

type Story = StoryObj<Args>;

/** A link to the terms is next to the box. */
export const Default: Story = {
  play: async (context) => {
    const { canvas, userEvent } = context;
    const { messages } = wordsOf(context);
    const box = canvas.getByRole('checkbox', { name: messages.termsLabel });
    await userEvent.tab();
    await expect(box).toHaveFocus();
    await userEvent.keyboard(' ');
    await canvas.findByText(messages.saved);
    await expect(answerOf(context, 'ci_terms')).toBe(true);
  },
};

/** The wording accepts the terms and only mentions the privacy policy. */
export const TermsAndPrivacy: Story = {
  args: { privacyUrl: 'https://example.com/privacy' },
  play: async (context) => {
    const { canvas, userEvent } = context;
    const links = canvas.getAllByRole('link');
    await expect(links).toHaveLength(2);
    for (const link of links) {
      await expect(link).toHaveAccessibleName(expect.stringContaining(wordsOf(context).messages.newTab));
    }
    await userEvent.tab();
    await userEvent.tab();
    await expect(links[0]).toHaveFocus();
    await expect(writesOf(context)).toEqual([]);
  },
};

/** The privacy policy alone. */
export const PrivacyOnly: Story = {
  args: { termsUrl: undefined, privacyUrl: 'https://example.com/privacy' },
};

/** The shopper tried to place the order without accepting. */
export const Missing: Story = {
  parameters: { order: { isAttempted: true } satisfies OrderParameters },
  play: async (context) => {
    await context.canvas.findByText(wordsOf(context).messages.missing);
  },
};
