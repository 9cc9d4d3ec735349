import { NewsletterConsent } from '@norce-kit/react';
import type { NewsletterBoxProps } from '@norce-kit/react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, waitFor } from 'storybook/test';
import type { OrderParameters } from '../.storybook/stage/order-stage.ts';
import type { StageArgs } from '../.storybook/stage/stage-args.ts';
import { languages } from '../.storybook/stage/languages.ts';
import { InAllLanguages } from './in-all-languages.tsx';
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
    await canvas.findByText('Saved');
    await expect(answerOf(context, 'ci_newsletter')).toBe(true);
  },
};

/** Withdrawing takes one click, as giving did. */
export const Withdrawing: Story = {
  parameters: {
    order: {
      prepare: (sandbox, orderId) => sandbox.orders.setChecked(orderId, 'ci_newsletter', true),
    } satisfies OrderParameters,
  },
  play: async (context) => {
    const { canvas, userEvent } = context;
    const box = canvas.getByRole('checkbox');
    await expect(box).toBeChecked();
    await userEvent.click(box);
    await canvas.findByText('Saved');
    await expect(answerOf(context, 'ci_newsletter')).toBe(false);
    await expect(writesOf(context)).toHaveLength(1);
  },
};

/** One box for each channel. */
export const Channels: StoryObj = {
  render: () => <NewsletterConsent channels={{ email: 'ci_newsletter', sms: 'ci_sms' }} />,
  parameters: {
    controls: { include: ['network', 'density'] },
    order: {
      content: {
        consents: [
          { id: 'ci_newsletter', checked: false, required: false, text: 'News by email' },
          { id: 'ci_sms', checked: false, required: false, text: 'News by text message' },
        ],
      },
    } satisfies OrderParameters,
  },
  play: async (context) => {
    const { canvas, userEvent } = context;
    await userEvent.click(canvas.getByRole('checkbox', { name: /text message/i }));
    await expect(canvas.getByRole('checkbox', { name: /email/i })).not.toBeChecked();
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
const channelOrder: OrderParameters = { content: { consents } };

/** A list of channels, ready ones and one of the shop. Each has a consent of its own. */
export const AnyChannel: StoryObj = {
  render: () => (
    <NewsletterConsent
      channels={[
        ...listed,
        {
          channel: 'club',
          consentId: 'ci_club',
          label: 'Send me the magazine of the club',
          description: 'Four times a year.',
        },
      ]}
    />
  ),
  parameters: { controls: { include: ['network', 'density'] }, order: channelOrder },
  play: async (context) => {
    const { canvas, userEvent } = context;
    await expect(canvas.getAllByRole('checkbox')).toHaveLength(7);
    await userEvent.click(canvas.getByRole('checkbox', { name: /by post/ }));
    await waitFor(() => expect(answerOf(context, 'ci_post')).toBe(true));
    await expect(writesOf(context)).toHaveLength(1);
  },
};

/** The ready channels in all languages. */
export const ChannelsInAllLanguages: StoryObj = {
  tags: ['!autodocs'],
  parameters: { order: 'none' },
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
  parameters: { order: channelOrder },
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
  play: async ({ canvas }) => {
    await canvas.findByRole('checkbox', { name: 'Yes, send me the Vardag letter' });
  },
};
