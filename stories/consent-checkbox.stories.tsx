import { ConsentCheckbox } from '@norce-kit/react';
import type { ConsentCheckboxProps } from '@norce-kit/react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, waitFor } from 'storybook/test';
import type { OrderParameters } from '../.storybook/stage/order-stage.ts';
import type { StageArgs } from '../.storybook/stage/stage-args.ts';
import { boxStates, outdatedAnswer } from './box-states.ts';
import type { BoxState } from './box-states.ts';
import { checkboxArgTypes } from './checkbox-arg-types.ts';
import { languages } from '../.storybook/stage/languages.ts';
import { InAllLanguages } from './in-all-languages.tsx';
import { StatesGallery } from './states-gallery.tsx';
import { answerOf, writesOf } from './order-queries.ts';

const meta = {
  title: 'Components/ConsentCheckbox',
  component: ConsentCheckbox,
  args: { consentId: 'ci_newsletter', label: 'Send me the newsletter' },
  argTypes: checkboxArgTypes,
} satisfies Meta<ConsentCheckboxProps & StageArgs>;

export default meta;

type Story = StoryObj<ConsentCheckboxProps & StageArgs>;

/** Returns a story that stays in one state of the design. */
function stateStory(state: keyof typeof boxStates): Story {
  const { args, network, order }: BoxState = boxStates[state];
  return {
    args: { ...args, ...(network && { network }) },
    parameters: { state, ...(order && { order }) },
  };
}

/** No answer yet. A box never starts ticked. */
export const Empty: Story = {
  ...stateStory('empty'),
  play: async (context) => {
    await expect(context.canvas.getByRole('checkbox', { name: 'Send me the newsletter' })).not.toBeChecked();
    await expect(writesOf(context)).toEqual([]);
  },
};

/** The answer on the order is yes. */
export const Ticked: Story = {
  ...stateStory('ticked'),
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('checkbox')).toBeChecked();
  },
};

/** The order requires a tick, and the label contains this in words. */
export const Required: Story = {
  ...stateStory('required'),
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('checkbox', { name: /accept/ })).toBeRequired();
  },
};

/** The shopper tried to place the order without a required tick. */
export const Missing: Story = {
  ...stateStory('missing'),
  play: async ({ canvas }) => {
    await canvas.findByText('Tick this box to go on.');
    await expect(canvas.getByRole('checkbox')).toBeInvalid();
  },
};

/** After 400 ms without a response the box shows that it is saving. It stays usable. */
export const Saving: Story = {
  ...stateStory('saving'),
  play: async ({ canvas }) => {
    await canvas.findByText('Saving …');
    await expect(canvas.getByRole('checkbox')).toBeEnabled();
    await expect(canvas.getByRole('checkbox')).toBeChecked();
  },
};

/** The answer is saved on the order. */
export const Saved: Story = {
  ...stateStory('saved'),
  play: async (context) => {
    await context.canvas.findByText('Saved');
    await expect(answerOf(context, 'ci_newsletter')).toBe(true);
  },
};

/** The box shows the saved answer, explains the failure, and offers a retry with the label in its name. */
export const NotSaved: Story = {
  ...stateStory('not-saved'),
  play: async ({ canvas }) => {
    await canvas.findByText(/Not saved/);
    await expect(canvas.getByRole('checkbox')).not.toBeChecked();
    await expect(canvas.getByRole('button', { name: 'Try again Send me the newsletter' })).toBeVisible();
  },
};

/** Withdrawing failed. The box stays ticked, with a text. */
export const NotSavedStillTicked: Story = {
  ...stateStory('not-saved-ticked'),
  play: async ({ canvas }) => {
    await canvas.findByText(/still ticked/);
    await expect(canvas.getByRole('checkbox')).toBeChecked();
  },
};

/** In a checkout an optional answer that cannot be saved does not stop the sale: the box offers to go on without it. */
export const NotSavedInACheckout: Story = {
  ...stateStory('not-saved-checkout'),
  play: async ({ canvas }) => {
    const name = 'Go on without it Send me the newsletter';
    await expect(await canvas.findByRole('button', { name })).toBeVisible();
  },
};

/** After a failed withdrawal the button does not promise “without it”, because the order has the tick. */
export const StillTickedInACheckout: Story = {
  ...stateStory('not-saved-ticked-checkout'),
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('button', { name: /^Go on anyway/ })).toBeVisible();
  },
};

/** The shopper goes on without the answer. The text shows what the order has. */
export const GoingOnWithoutIt: Story = {
  ...stateStory('dropped'),
  play: async (context) => {
    await context.canvas.findByText(/Going on without it/);
    await expect(context.canvas.getByRole('checkbox')).not.toBeChecked();
    await expect(context.canvas.queryByRole('button')).toBeNull();
    await expect(answerOf(context, 'ci_newsletter')).toBe(false);
  },
};

/** The shopper goes on although withdrawing failed. The text stays: the box is still ticked. */
export const GoingOnStillTicked: Story = {
  ...stateStory('dropped-ticked'),
  play: async ({ canvas }) => {
    await canvas.findByText(/Going on\. The box is still ticked/);
    await expect(canvas.getByRole('checkbox')).toBeChecked();
  },
};

/** The response was lost and the order could not be read, so the outcome is unknown. */
export const Unknown: Story = {
  ...stateStory('unknown'),
  play: async ({ canvas }) => {
    await canvas.findByText(/could not find out/);
    await expect(canvas.getByRole('button', { name: /Try again/ })).toBeVisible();
  },
};

/** The order could not be read, so the box may differ from it. Try again reads it again. */
export const OrderCouldNotBeRead: Story = {
  ...stateStory('unreadable'),
  play: async ({ canvas }) => {
    await canvas.findByText(/may differ/);
    await expect(canvas.getByRole('button', { name: /Try again/ })).toBeVisible();
  },
};

/** No connection. The answer is kept and sent when the connection is back. */
export const WaitingForConnection: Story = {
  ...stateStory('waiting'),
  play: async ({ canvas }) => {
    await canvas.findByText(/Waiting for a connection/);
    await expect(canvas.getByRole('checkbox')).toBeChecked();
  },
};

/** Customer service changed the answer while the page was open. */
export const ChangedBySomebodyElse: Story = {
  name: 'Changed elsewhere',
  ...stateStory('changed'),
  play: async (context) => {
    await waitFor(() => expect(context.canvas.getByRole('checkbox')).toBeChecked());
    await expect(context.canvas.getByRole('status')).not.toBeEmptyDOMElement();
    await expect(writesOf(context)).toEqual([]);
  },
};

/** The answer on the order was given to another text. The box shows it and asks again. */
export const WordsHaveChanged: Story = {
  ...stateStory('outdated'),
  play: async (context) => {
    await context.canvas.findByText(/has changed since your answer/);
    await expect(context.canvas.getByRole('checkbox')).toBeChecked();
    await expect(writesOf(context)).toEqual([]);
  },
};

/** The same answer is given to the new text: it is saved again, and its record is added. */
export const ConfirmNewWords: Story = {
  ...stateStory('outdated'),
  tags: ['!autodocs'],
  play: async (context) => {
    const { canvas, userEvent } = context;
    await userEvent.click(await canvas.findByRole('button', { name: /^Confirm my answer/ }));
    await canvas.findByText('Saved');
    await expect(canvas.getByRole('checkbox')).toHaveFocus();
    await expect(canvas.queryByRole('button')).toBeNull();
  },
};

/** The question about a changed text, in all languages. */
export const WordsHaveChangedInAllLanguages: Story = {
  tags: ['!autodocs'],
  parameters: { order: 'none' },
  render: () => (
    <InAllLanguages order={{ hasEvidence: true, prepare: outdatedAnswer('ci_newsletter') }}>
      <ConsentCheckbox consentId="ci_newsletter" />
    </InAllLanguages>
  ),
  play: async ({ canvas }) => {
    for (const { locale } of languages) await canvas.findByText(locale.messages.outdated);
  },
};

/** The same, with the layout mirrored. */
export const WordsHaveChangedFromRightToLeft: Story = {
  ...stateStory('outdated'),
  tags: ['!autodocs'],
  globals: { direction: 'rtl' },
  play: async ({ canvas }) => {
    await canvas.findByRole('button', { name: /^Confirm my answer/ });
  },
};

/** The answer cannot be changed here. The box can still be focused and read. */
export const ReadOnly: Story = {
  ...stateStory('read-only'),
  play: async (context) => {
    const box = context.canvas.getByRole('checkbox');
    await expect(box).toBeChecked();
    await context.userEvent.tab();
    await expect(box).toHaveFocus();
    await context.userEvent.click(box);
    await expect(writesOf(context)).toEqual([]);
    await expect(box).toBeChecked();
  },
};

/** The order was placed and accepts no more answers. */
export const OrderPlaced: Story = {
  ...stateStory('locked'),
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getByRole('status')).toHaveTextContent(/order/i));
    await expect(canvas.getByRole('checkbox')).not.toBeChecked();
  },
};

/** The consent was removed from the order while the shopper answered. */
export const TakenOffTheOrder: Story = {
  ...stateStory('gone'),
  play: async ({ canvas }) => {
    await canvas.findByText(/no longer part of the order/);
    await expect(canvas.queryByRole('button')).toBeNull();
  },
};

/** The box changes with the click, and the answer is saved afterwards. */
export const ByMouse: Story = {
  tags: ['!autodocs'],
  play: async (context) => {
    const { canvas, userEvent } = context;
    const box = canvas.getByRole('checkbox');
    await userEvent.click(canvas.getByText('Send me the newsletter'));
    await expect(box).toBeChecked();
    await waitFor(() => expect(answerOf(context, 'ci_newsletter')).toBe(true));
    await canvas.findByText('Saved');
  },
};

/** Tab reaches the box and Space changes it. Enter does nothing, in a form too. The focus never moves by itself. */
export const ByKeyboard: Story = {
  args: { network: 'silent' },
  parameters: { order: { isEndless: true } satisfies OrderParameters },
  play: async ({ canvas, userEvent }) => {
    const box = canvas.getByRole('checkbox');
    await userEvent.tab();
    await expect(box).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect(box).not.toBeChecked();
    await userEvent.keyboard(' ');
    await expect(box).toBeChecked();
    await canvas.findByText('Saving …');
    await expect(box).toHaveFocus();
  },
};

/** A save fails and succeeds on retry. The focus is never lost. */
export const FailAndTryAgain: Story = {
  parameters: {
    order: {
      prepare: (sandbox) =>
        sandbox.faults.add({ kind: 'status', status: 500, operation: 'patchConsent', times: 1 }),
    } satisfies OrderParameters,
  },
  play: async (context) => {
    const { canvas, userEvent } = context;
    await userEvent.click(canvas.getByRole('checkbox'));
    const retry = await canvas.findByRole('button', { name: /Try again/ });
    await userEvent.click(retry);
    await canvas.findByText('Saved');
    await expect(canvas.getByRole('checkbox')).toHaveFocus();
    await expect(answerOf(context, 'ci_newsletter')).toBe(true);
  },
};

/** Seven fast clicks on a slow connection: no write repeats the value before it, and the last answer wins. */
export const RapidToggling: Story = {
  parameters: { order: { sandbox: { latency: 60 } } satisfies OrderParameters },
  play: async (context) => {
    const { canvas, userEvent } = context;
    const box = canvas.getByRole('checkbox');
    for (let click = 0; click < 7; click++) await userEvent.click(box);
    await expect(box).toBeChecked();
    await waitFor(() => expect(answerOf(context, 'ci_newsletter')).toBe(true));
    await canvas.findByText('Saved');
    const values = writesOf(context).map(({ value }) => value);
    await expect(values).toEqual(values.map((_, index) => index % 2 === 0));
    await expect(values.at(-1)).toBe(true);
  },
};

/** `preventDefault` in `onCheckedChange` rejects the answer, and the box stays as it was. */
export const KeptByTheShop: Story = {
  args: {
    onCheckedChange: (_, event) => event.preventDefault(),
  },
  play: async (context) => {
    const box = context.canvas.getByRole('checkbox');
    await context.userEvent.click(box);
    await expect(box).not.toBeChecked();
    await expect(writesOf(context)).toEqual([]);
  },
};

/** Every state of the box, in every theme. */
export const AllStates: Story = {
  render: () => <StatesGallery />,
  parameters: { order: 'none', controls: { disable: true } },
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getAllByText(/Waiting for a connection/)).not.toHaveLength(0));
  },
};
