import { NewsletterConsent } from '@norce-kit/react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, within } from 'storybook/test';

const meta = {
  title: 'Components/NewsletterConsent',
  component: NewsletterConsent,
  args: { consentId: 'ci_newsletter' },
} satisfies Meta<typeof NewsletterConsent>;

export default meta;

/** Ready wording; never ticked by us and never required. */
export const Default: StoryObj<typeof meta> = {
  play: async ({ canvasElement }) => {
    const box = within(canvasElement).getByRole('checkbox');
    await expect(box).not.toBeChecked();
    await expect(box).not.toBeRequired();
    await userEvent.tab();
    await expect(box).toHaveFocus();
    await userEvent.keyboard(' ');
    await expect(box).toBeChecked();
    await within(canvasElement).findByText('Saved');
  },
};
