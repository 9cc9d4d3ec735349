import { NewsletterConsent } from '@norce-kit/react';
import type { NewsletterBoxProps } from '@norce-kit/react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, waitFor } from 'storybook/test';
import type { OrderParameters } from '../.storybook/stage/order-stage.ts';
import type { StageArgs } from '../.storybook/stage/stage-args.ts';
import { codeOf } from '../.storybook/stage/show-source.ts';
import { languages } from '../.storybook/stage/languages.ts';
import { InAllLanguages } from './in-all-languages.tsx';
import { wordsOf } from '../.storybook/stage/words-of.ts';
import { NewsletterChannels } from './newsletter-channels.example.tsx';
import code from './newsletter-channels.example.tsx?raw';
import { answerOf, writesOf } from './order-queries.ts';

const meta = {
  title: 'Components/NewsletterConsent',
  component: NewsletterConsent,
  args: { consentId: 'ci_newsletter' },
  argTypes: {
    label: { control: 'text' },
    description: { control: 'text' },
    readOnly: { control: 'boolean' },
    links: { control: 'object' },
  },
} satisfies Meta<NewsletterBoxProps & StageArgs>;

export default meta;

type Story = StoryObj<NewsletterBoxProps & StageArgs>;

/** Built-in wording. The box is never ticked by the page and never required. */
export const Default: Story = {
  play: async (context) => {
    const { canvas, userEvent } = context;
    const box = canvas.getByRole('checkbox');
    await expect(box).not.toBeChecked();
    await expect(box).not.toBeRequired();
    await userEvent.tab();
    await expect(box).toHaveFocus();
    await userEvent.keyboard(' ');
    await expect(box).toBeChecked();
    await canvas.findByText(wordsOf(context).messages.saved);
    await expect(answerOf(context, 'ci_newsletter')).toBe(true);
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
    await expect(writesOf(context)).toHaveLength(1);
  },
};

/** One box for each channel. */
export const Channels: StoryObj = {
  render: () => <NewsletterChannels />,
  parameters: {
    controls: { include: ['network', 'density'] },
    docs: { source: { code } },
    order: {
      content: (t) => ({
        consents: [
          { id: 'ci_newsletter', checked: false, required: false, text: t('News by email') },
          { id: 'ci_sms', checked: false, required: false, text: t('News by text message') },
        ],
      }),
    } satisfies OrderParameters,
  },
  play: async (context) => {
    const { canvas, userEvent } = context;
    const { newsletterLabel, newsletterSmsLabel } = wordsOf(context).messages;
    await userEvent.click(canvas.getByRole('checkbox', { name: newsletterSmsLabel }));
    await expect(canvas.getByRole('checkbox', { name: newsletterLabel })).not.toBeChecked();
    await waitFor(() => expect(answerOf(context, 'ci_sms')).toBe(true));
    await expect(answerOf(context, 'ci_newsletter')).toBe(false);
  },
};

const allChannels = ['email', 'sms', 'whatsapp', 'post', 'phone', 'push'] as const;
const listed = allChannels.map((channel) => ({ channel, consentId: `ci_${channel}` }));
const consents = [...listed, { channel: 'club', consentId: 'ci_club' }].map(({ channel, consentId }) => ({
  id: consentId,
  checked: false,
  required: false,
  text: `News by ${channel}`,
}));
const channelOrder: OrderParameters = { content: () => ({ consents }) };

const withClub = [
  ...listed,
  {
    channel: 'club',
    consentId: 'ci_club',
    label: 'Send me the magazine of the club',
    description: 'Four times a year.',
  },
];
const channelsCode = (channels: readonly object[]) => ({
  source: { code: codeOf('NewsletterConsent', { channels }) },
});

/** A list of channels, ready ones and one of the shop. Each has a consent of its own. */
export const AnyChannel: StoryObj = {
  render: () => <NewsletterConsent channels={withClub} />,
  parameters: {
    controls: { include: ['network', 'density'] },
    docs: channelsCode(withClub),
    order: channelOrder,
  },
  play: async (context) => {
    const { canvas, userEvent } = context;
    await expect(canvas.getAllByRole('checkbox')).toHaveLength(7);
    await userEvent.click(
      canvas.getByRole('checkbox', { name: wordsOf(context).messages.newsletterPostLabel ?? '' }),
    );
    await waitFor(() => expect(answerOf(context, 'ci_post')).toBe(true));
    await expect(writesOf(context)).toHaveLength(1);
  },
};

/** The ready channels in all languages. */
export const ChannelsInAllLanguages: StoryObj = {
  tags: ['!autodocs'],
  parameters: { order: 'none', docs: channelsCode(listed) },
  render: () => (
    <InAllLanguages order={channelOrder}>
      <NewsletterConsent channels={listed} />
    </InAllLanguages>
  ),
  play: async ({ canvas }) => {
    for (const { locale } of languages) await canvas.findByText(locale.messages.newsletterPushLabel ?? '');
  },
};

/** The ready channels, with the layout mirrored. */
export const ChannelsFromRightToLeft: StoryObj = {
  tags: ['!autodocs'],
  globals: { direction: 'rtl' },
  parameters: { order: channelOrder, docs: channelsCode(listed) },
  render: () => <NewsletterConsent channels={listed} />,
  play: async ({ canvas }) => {
    await expect(canvas.getAllByRole('checkbox')).toHaveLength(6);
  },
};

/** Label and description of the shop in place of the built-in wording. */
export const OwnWording: Story = {
  args: {
    label: 'Yes, send me the Vardag letter',
    description: 'Recipes and offers, every other Friday.',
  },
  play: async (context) => {
    const { t } = wordsOf(context);
    await context.canvas.findByRole('checkbox', { name: t('Yes, send me the Vardag letter') });
  },
};
