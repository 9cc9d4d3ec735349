import { ConsentCheckbox } from '@norce-kit/react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { orderOf } from '../.storybook/with-order.tsx';
import type { OrderParameters } from '../.storybook/with-order.tsx';

const meta = {
  title: 'Components/ConsentCheckbox',
  component: ConsentCheckbox,
  args: { consentId: 'ci_newsletter', label: 'Send me the newsletter' },
} satisfies Meta<typeof ConsentCheckbox>;

export default meta;

type Story = StoryObj<typeof meta>;

const holds = (context: { canvasElement: HTMLElement }, consentId: string) => {
  const { sandbox, orderId } = orderOf(context);
  return sandbox.orders.get(orderId)?.consents.find(({ id }) => id === consentId)?.checked;
};

/** Empty until the shopper ticks it. A tick shows at once and is then on the order. */
export const Unticked: Story = {
  play: async (context) => {
    const box = within(context.canvasElement).getByRole('checkbox', { name: 'Send me the newsletter' });
    await expect(box).not.toBeChecked();
    await userEvent.click(box);
    await expect(box).toBeChecked();
    await waitFor(() => expect(holds(context, 'ci_newsletter')).toBe(true));
    await within(context.canvasElement).findByText('Saved');
  },
};

/** What the order already holds. */
export const Ticked: Story = {
  parameters: {
    order: {
      prepare: (sandbox, orderId) => sandbox.orders.setChecked(orderId, 'ci_newsletter', true),
    } satisfies OrderParameters,
  },
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(within(canvasElement).getByRole('checkbox')).toBeChecked());
  },
};

/** The order cannot go on without it; the wording comes from the order. */
export const Required: Story = {
  args: { consentId: 'ci_terms', label: undefined, description: 'You can read the terms before you tick.' },
  play: async ({ canvasElement }) => {
    const box = await within(canvasElement).findByRole('checkbox', { name: /required/ });
    await expect(box).toBeRequired();
  },
};

/** After 400 ms without an answer the box says that it is saving; it stays usable. */
export const Saving: Story = {
  parameters: { order: { sandbox: { latency: 3_000 } } satisfies OrderParameters },
  play: async ({ canvasElement }) => {
    const box = within(canvasElement).getByRole('checkbox');
    await userEvent.click(box);
    await within(canvasElement).findByText('Saving …');
    await expect(box).toBeEnabled();
    await expect(box).toHaveFocus();
  },
};

/** The API refuses: the box shows what the order holds, says so, and offers another try. */
export const NotSaved: Story = {
  parameters: {
    order: {
      prepare: (sandbox, orderId) => sandbox.orders.setStatus(orderId, 'completed'),
    } satisfies OrderParameters,
  },
  play: async ({ canvasElement }) => {
    const box = within(canvasElement).getByRole('checkbox');
    await userEvent.click(box);
    await within(canvasElement).findByText(/Not saved/);
    await expect(box).not.toBeChecked();
    await within(canvasElement).findByRole('button', { name: 'Try again' });
  },
};

/** A shop may keep an answer from being taken; the box stays as it was. */
export const PreventedByTheShop: Story = {
  args: { onCheckedChange: (_, event) => event.preventDefault() },
  play: async (context) => {
    const box = within(context.canvasElement).getByRole('checkbox');
    await userEvent.click(box);
    await expect(box).not.toBeChecked();
    await expect(orderOf(context).sandbox.receipts.list()).toEqual([]);
  },
};
