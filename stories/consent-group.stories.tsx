import { ConsentCheckbox, ConsentGroup, NewsletterConsent, TermsConsent } from '@norce-kit/react';
import type { ConsentGroupProps } from '@norce-kit/react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, waitFor } from 'storybook/test';
import { stageOf } from '../.storybook/stage/with-order.tsx';
import type { OrderParameters } from '../.storybook/stage/order-stage.ts';
import type { StageArgs } from '../.storybook/stage/stage-args.ts';
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
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('group', { name: 'Before you order' })).toHaveAccessibleDescription();
  },
};

/** `renderConsent` replaces the plain boxes by components chosen by consent id. */
export const OwnBoxes: Story = {
  args: {
    renderConsent: ({ id }) =>
      id === 'ci_newsletter' ? (
        <NewsletterConsent consentId={id} />
      ) : id === 'ci_terms' ? (
        <TermsConsent consentId={id} termsUrl="https://example.com/terms" />
      ) : (
        <ConsentCheckbox consentId={id} />
      ),
  },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('link', { name: /Terms/i })).toBeVisible();
  },
};

/** Two answers at once, one of which fails. Neither waits for the other. */
export const OneFails: Story = {
  parameters: {
    order: {
      prepare: (sandbox) =>
        sandbox.faults.add({ kind: 'status', status: 500, operation: 'patchConsent', consentId: 'ci_terms' }),
    } satisfies OrderParameters,
  },
  play: async ({ canvas, userEvent }) => {
    for (const box of canvas.getAllByRole('checkbox')) await userEvent.click(box);
    await canvas.findByText('Saved');
    await canvas.findByText(/Not saved/);
  },
};

/** A consent that is added while the shopper is in the group changes neither the focus nor an answer. */
export const ArrivesLate: Story = {
  play: async (context) => {
    const { canvas, userEvent } = context;
    const { sandbox, orderId, queryClient } = stageOf(context);
    await userEvent.tab();
    const focused = document.activeElement;
    sandbox.orders.update(orderId, ({ consents }) => ({
      consents: [{ id: 'ci_age', checked: false, required: true, text: 'I am 18 or older.' }, ...consents],
    }));
    await queryClient.invalidateQueries();
    await waitFor(() => expect(canvas.getAllByRole('checkbox')).toHaveLength(3));
    await expect(focused).toHaveFocus();
    await expect(writesOf(context)).toEqual([]);
  },
};
