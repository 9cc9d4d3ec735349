import { ConsentErrorSummary, ConsentGroup, useConsentGate } from '@norce-kit/react';
import type { ConsentErrorSummaryProps } from '@norce-kit/react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, waitFor, within } from 'storybook/test';
import { ownProps } from '../.storybook/stage/stage-args.ts';
import type { OrderParameters } from '../.storybook/stage/order-stage.ts';
import type { StageArgs } from '../.storybook/stage/stage-args.ts';

const onReady = fn();

function Form(props: ConsentErrorSummaryProps) {
  const { getSubmitProps } = useConsentGate();
  return (
    <form noValidate onSubmit={(event) => event.preventDefault()}>
      <ConsentErrorSummary {...props} />
      <ConsentGroup />
      <button className="stage-button" type="submit" {...getSubmitProps({ onReady })}>
        Place order
      </button>
    </form>
  );
}

const meta = {
  title: 'Components/ConsentErrorSummary',
  component: ConsentErrorSummary,
  render: (args) => <Form {...ownProps(args)} />,
  argTypes: { require: { control: false } },
} satisfies Meta<ConsentErrorSummaryProps & StageArgs>;

export default meta;

type Story = StoryObj<ConsentErrorSummaryProps & StageArgs>;

/** The summary is empty until a submit is refused. */
export const BeforeTheTry: Story = {
  play: async ({ canvas }) => {
    await expect(canvas.queryByRole('group', { name: /before you can go on/ })).toBeNull();
  },
};

/** A required tick is missing. The summary takes the focus and links to the box. */
export const OneMissing: Story = {
  play: async ({ canvas, userEvent }) => {
    onReady.mockClear();
    await userEvent.click(canvas.getByRole('button', { name: 'Place order' }));
    const summary = await canvas.findByRole('group', { name: /before you can go on/ });
    await waitFor(() => expect(summary).toHaveFocus());
    await userEvent.click(canvas.getByRole('link'));
    await expect(canvas.getByRole('checkbox', { name: /accept/ })).toHaveFocus();
    await expect(onReady).not.toHaveBeenCalled();
  },
};

/** Several reasons at once. The title counts them with the plural forms of the language. */
export const SeveralReasons: Story = {
  parameters: {
    order: {
      prepare: (sandbox, orderId) => {
        sandbox.orders.update(orderId, ({ consents }) => ({
          consents: [
            ...consents,
            { id: 'ci_age', checked: false, required: true, text: 'I am 18 or older.' },
          ],
        }));
        sandbox.faults.add({
          kind: 'status',
          status: 500,
          operation: 'patchConsent',
          consentId: 'ci_newsletter',
        });
      },
      answers: { ci_newsletter: true },
    } satisfies OrderParameters,
  },
  play: async ({ canvas, userEvent }) => {
    await canvas.findByText(/Not saved/);
    await userEvent.click(canvas.getByRole('button', { name: 'Place order' }));
    await canvas.findByRole('group', { name: /before you can go on/ });
    await waitFor(() => expect(canvas.getAllByRole('listitem')).toHaveLength(3));
  },
};

/** An optional answer that cannot be saved. The summary offers to go on without it, and the focus moves to the box. */
export const OptionalNotSaved: Story = {
  parameters: {
    order: {
      prepare: (sandbox, orderId) => {
        sandbox.orders.setChecked(orderId, 'ci_terms', true);
        sandbox.faults.add({ kind: 'status', status: 500, operation: 'patchConsent' });
      },
      answers: { ci_newsletter: true },
    } satisfies OrderParameters,
  },
  play: async ({ canvas, userEvent }) => {
    await canvas.findByText(/Not saved/);
    await userEvent.click(canvas.getByRole('button', { name: 'Place order' }));
    const summary = await canvas.findByRole('group', { name: /before you can go on/ });
    await waitFor(() => expect(summary).toHaveFocus());
    await expect(within(summary).getByRole('button', { name: /^Go on without it/ })).toBeVisible();
  },
};

/** Nothing blocks the order, so no summary shows. */
export const NothingInTheWay: Story = {
  play: async ({ canvas, userEvent }) => {
    onReady.mockClear();
    await userEvent.click(canvas.getByRole('checkbox', { name: /accept/ }));
    await canvas.findByText('Saved');
    await userEvent.click(canvas.getByRole('button', { name: 'Place order' }));
    await waitFor(() => expect(onReady).toHaveBeenCalledOnce());
    await expect(canvas.queryByRole('group', { name: /before you can go on/ })).toBeNull();
  },
};
