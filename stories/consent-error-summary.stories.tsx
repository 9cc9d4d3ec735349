import { ConsentErrorSummary } from '@norce-kit/react';
import type { ConsentErrorSummaryProps } from '@norce-kit/react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, waitFor, within } from 'storybook/test';
import { useWords } from '../.storybook/stage/order-stage-provider.tsx';
import { ownProps } from '../.storybook/stage/stage-args.ts';
import type { OrderParameters } from '../.storybook/stage/order-stage.ts';
import type { StageArgs } from '../.storybook/stage/stage-args.ts';
import { wordsOf } from '../.storybook/stage/words-of.ts';
import { OrderForm } from './order-form.example.tsx';
import code from './order-form.example.tsx?raw';
import { wordingOf } from './order-queries.ts';

const onReady = fn();

function Form({ headingLevel }: Pick<ConsentErrorSummaryProps, 'headingLevel'>) {
  const { t } = useWords();
  return (
    <OrderForm {...(headingLevel && { headingLevel })} submitText={t('Place order')} onReady={onReady} />
  );
}

const meta = {
  title: 'Components/ConsentErrorSummary',
  component: ConsentErrorSummary,
  render: (args, context) => <Form {...ownProps(args, context)} />,
  argTypes: { require: { control: false }, optional: { control: false } },
  parameters: { docs: { source: { code } } },
} satisfies Meta<ConsentErrorSummaryProps & StageArgs>;

export default meta;

type Story = StoryObj<ConsentErrorSummaryProps & StageArgs>;

/** The summary is empty until a submit is refused. */
export const BeforeTheTry: Story = {
  name: 'Before the attempt',
  play: async ({ canvas, canvasElement }) => {
    await expect(canvas.getAllByRole('checkbox')).toHaveLength(2);
    await expect(canvasElement.querySelector('.nk-error-summary')).not.toBeVisible();
  },
};

/** A required tick is missing. The summary takes the focus and links to the box. */
export const OneMissing: Story = {
  parameters: { order: { isAttempted: true } satisfies OrderParameters },
  play: async (context) => {
    const { canvas, userEvent } = context;
    const { t, summaryTitle } = wordsOf(context);
    onReady.mockClear();
    const summary = await canvas.findByRole('group', { name: summaryTitle(1) });
    await waitFor(() => expect(summary).toHaveFocus());
    await userEvent.click(within(summary).getByRole('link'));
    await expect(canvas.getByRole('checkbox', { name: wordingOf(context, 'ci_terms') })).toHaveFocus();
    await userEvent.click(canvas.getByRole('button', { name: t('Place order') }));
    await waitFor(() => expect(summary).toHaveFocus());
    await expect(onReady).not.toHaveBeenCalled();
  },
};

/** Several reasons at once. The title counts them with the plural forms of the language. */
export const SeveralReasons: Story = {
  parameters: {
    order: {
      prepare: (sandbox, orderId, t) => {
        sandbox.orders.update(orderId, ({ consents }) => ({
          consents: [
            ...consents,
            { id: 'ci_age', checked: false, required: true, text: t('I am 18 or older.') },
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
      isAttempted: true,
    } satisfies OrderParameters,
  },
  play: async (context) => {
    const { canvas } = context;
    const { summaryTitle } = wordsOf(context);
    const summary = await canvas.findByRole('group', { name: summaryTitle(3) });
    await waitFor(() => expect(within(summary).getAllByRole('listitem')).toHaveLength(3));
  },
};

/** An optional answer that cannot be saved. The summary offers to go on without it. */
export const OptionalNotSaved: Story = {
  parameters: {
    order: {
      given: { ci_terms: true },
      prepare: (sandbox) => sandbox.faults.add({ kind: 'status', status: 500, operation: 'patchConsent' }),
      answers: { ci_newsletter: true },
      isAttempted: true,
    } satisfies OrderParameters,
  },
  play: async (context) => {
    const { canvas } = context;
    const { messages, summaryTitle } = wordsOf(context);
    const summary = await canvas.findByRole('group', { name: summaryTitle(1) });
    await waitFor(() => expect(summary).toHaveFocus());
    const name = `${messages.goOnWithout}: ${wordingOf(context, 'ci_newsletter')}`;
    await expect(within(summary).getByRole('button', { name })).toBeVisible();
  },
};

/** The order could not be read, so nothing is known about its consents. */
export const OrderCouldNotBeRead: Story = {
  parameters: {
    order: {
      isUnread: true,
      prepare: (sandbox) => sandbox.faults.add({ kind: 'status', status: 403, operation: 'getOrder' }),
      isAttempted: true,
    } satisfies OrderParameters,
  },
  play: async (context) => {
    const { messages, summaryTitle } = wordsOf(context);
    const summary = await context.canvas.findByRole('group', { name: summaryTitle(1) });
    await within(summary).findByText(messages.summaryUnread);
  },
};

/** Nothing blocks the order, so no summary shows. */
export const NothingInTheWay: Story = {
  name: 'Nothing blocks the order',
  parameters: {
    order: {
      given: { ci_terms: true },
      isAttempted: true,
    } satisfies OrderParameters,
  },
  play: async (context) => {
    const { canvas, canvasElement, userEvent } = context;
    const { t } = wordsOf(context);
    onReady.mockClear();
    await userEvent.click(canvas.getByRole('button', { name: t('Place order') }));
    await waitFor(() => expect(onReady).toHaveBeenCalledOnce());
    await expect(canvasElement.querySelector('.nk-error-summary')).not.toBeVisible();
  },
};
