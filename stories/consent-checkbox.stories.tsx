import { ConsentCheckbox } from '@norce-kit/react';
import type { ConsentCheckboxProps } from '@norce-kit/react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, waitFor } from 'storybook/test';
import { codeOf } from '../.storybook/stage/show-source.ts';
import type { OrderParameters } from '../.storybook/stage/order-stage.ts';
import type { StageArgs } from '../.storybook/stage/stage-args.ts';
import { wordsOf } from '../.storybook/stage/words-of.ts';
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

/** Returns a story that stays in one state of the design, without a play function. */
function stateStory(state: keyof typeof boxStates): Story {
  const { args, network, order, pseudo }: BoxState = boxStates[state];
  return {
    args: { ...args, ...(network && { network }) },
    parameters: { state, ...(order && { order }), ...(pseudo && { pseudo }) },
  };
}

/** No answer yet. A box never starts ticked. */
export const Empty: Story = {
  ...stateStory('empty'),
  play: async (context) => {
    const name = wordsOf(context).t('Send me the newsletter');
    await expect(context.canvas.getByRole('checkbox', { name })).not.toBeChecked();
    await expect(writesOf(context)).toEqual([]);
  },
};

/** The pointer is on the row. All of the row ticks the box. */
export const Hover: Story = stateStory('hover');

/** The keyboard focus is on the box. */
export const Focus: Story = stateStory('focus');

/** The pointer is pressed on the row. The answer changes on release. */
export const Pressed: Story = stateStory('pressed');

/** The answer on the order is yes. */
export const Ticked: Story = stateStory('ticked');

/** The order requires a tick, and the label contains this in words. */
export const Required: Story = {
  ...stateStory('required'),
  play: async (context) => {
    const name = wordsOf(context).t('I accept the terms of purchase');
    await expect(context.canvas.getByRole('checkbox', { name })).toBeRequired();
  },
};

/** The shopper tried to place the order without a required tick. */
export const Missing: Story = {
  ...stateStory('missing'),
  play: async (context) => {
    await context.canvas.findByText(wordsOf(context).messages.missing);
    await expect(context.canvas.getByRole('checkbox')).toBeInvalid();
  },
};

/** After 400 ms without a response the box shows that it is saving. It stays usable. */
export const Saving: Story = {
  ...stateStory('saving'),
  play: async (context) => {
    const { canvas, userEvent } = context;
    await canvas.findByText(wordsOf(context).messages.saving);
    const box = canvas.getByRole('checkbox');
    await expect(box).toBeChecked();
    await userEvent.click(box);
    await expect(box).not.toBeChecked();
    await userEvent.click(box);
    await expect(box).toBeChecked();
  },
};

/** The answer is saved on the order. The text fades after four seconds. Here it stays. */
export const Saved: Story = {
  ...stateStory('saved'),
  play: async (context) => {
    await context.canvas.findByText(wordsOf(context).messages.saved);
    await expect(answerOf(context, 'ci_newsletter')).toBe(true);
  },
};

/** The box shows the saved answer, explains the failure, and offers a retry with the label in its name. */
export const NotSaved: Story = {
  ...stateStory('not-saved'),
  play: async (context) => {
    const { t, messages } = wordsOf(context);
    const name = `${messages.retry} ${t('Send me the newsletter')}`;
    await expect(await context.canvas.findByRole('button', { name })).toBeVisible();
    await expect(context.canvas.getByRole('checkbox')).not.toBeChecked();
  },
};

/** Withdrawing failed. The box stays ticked, with a text. */
export const NotSavedStillTicked: Story = stateStory('not-saved-ticked');

/** In a checkout an optional answer that cannot be saved does not stop the sale: the box offers to go on without it. */
export const NotSavedInACheckout: Story = {
  ...stateStory('not-saved-checkout'),
  play: async (context) => {
    const { t, messages } = wordsOf(context);
    const name = `${messages.goOnWithout} ${t('Send me the newsletter')}`;
    await expect(await context.canvas.findByRole('button', { name })).toBeVisible();
  },
};

/** After a failed withdrawal the button does not promise “without it”, because the order has the tick. */
export const StillTickedInACheckout: Story = {
  ...stateStory('not-saved-ticked-checkout'),
  play: async (context) => {
    const { t, messages } = wordsOf(context);
    const name = `${messages.goOnAnyway} ${t('Send me the newsletter')}`;
    await expect(await context.canvas.findByRole('button', { name })).toBeVisible();
  },
};

/** The shopper goes on without the answer. The text shows what the order has. */
export const GoingOnWithoutIt: Story = {
  ...stateStory('dropped'),
  play: async (context) => {
    await context.canvas.findByText(wordsOf(context).messages.droppedUnticked);
    await expect(context.canvas.queryByRole('button')).toBeNull();
    await expect(answerOf(context, 'ci_newsletter')).toBe(false);
  },
};

/** The shopper goes on although withdrawing failed. The text stays: the box is still ticked. */
export const GoingOnStillTicked: Story = stateStory('dropped-ticked');

/** The response was lost and the order could not be read, so the outcome is unknown. */
export const Unknown: Story = {
  ...stateStory('unknown'),
  play: async (context) => {
    const { messages } = wordsOf(context);
    const name = new RegExp(`^${messages.retry}`);
    await expect(await context.canvas.findByRole('button', { name })).toBeVisible();
  },
};

/** The order could not be read, so the box may differ from it. Try again reads it again. */
export const OrderCouldNotBeRead: Story = {
  ...stateStory('unreadable'),
  play: async (context) => {
    const name = new RegExp(`^${wordsOf(context).messages.retry}`);
    await expect(await context.canvas.findByRole('button', { name })).toBeVisible();
  },
};

/** No connection. The answer is kept and sent when the connection is back. */
export const WaitingForConnection: Story = {
  ...stateStory('waiting'),
  parameters: {
    ...stateStory('waiting').parameters,
    // Offline applies to the whole page, so a docs page shows this story in a page of its own.
    docs: { story: { inline: false, height: '8rem' } },
  },
  play: async (context) => {
    await context.canvas.findByText(wordsOf(context).messages.waiting);
    await expect(context.canvas.getByRole('checkbox')).toBeChecked();
  },
};

/** Customer service changed the answer while the page was open. */
export const ChangedBySomebodyElse: Story = {
  name: 'Changed elsewhere',
  ...stateStory('changed'),
  play: async (context) => {
    await context.canvas.findByText(wordsOf(context).messages.changedTicked);
    await expect(writesOf(context)).toEqual([]);
  },
};

/** The answer on the order was given to another text. The box shows it and asks again. */
export const WordsHaveChanged: Story = {
  ...stateStory('outdated'),
  play: async (context) => {
    await context.canvas.findByText(wordsOf(context).messages.outdated);
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
    const { messages } = wordsOf(context);
    const name = new RegExp(`^${messages.confirm}`);
    await userEvent.click(await canvas.findByRole('button', { name }));
    await canvas.findByText(messages.saved);
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
  play: async (context) => {
    const name = new RegExp(`^${wordsOf(context).messages.confirm}`);
    await context.canvas.findByRole('button', { name });
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

/** The shop disabled the box, for example until an address is filled in. The kit never does. */
export const Disabled: Story = { name: 'Disabled by the shop', ...stateStory('disabled') };

/** The order was placed and accepts no more answers. */
export const OrderPlaced: Story = stateStory('locked');

/** The consent was removed from the order while the shopper answered. */
export const TakenOffTheOrder: Story = {
  ...stateStory('gone'),
  play: async (context) => {
    await context.canvas.findByText(wordsOf(context).messages.gone);
    await expect(context.canvas.queryByRole('button')).toBeNull();
  },
};

/** The box changes with the click, and the answer is saved afterwards. */
export const ByMouse: Story = {
  name: 'Interaction: by mouse',
  play: async (context) => {
    const { canvas, userEvent } = context;
    const box = canvas.getByRole('checkbox');
    await userEvent.click(canvas.getByText(wordsOf(context).t('Send me the newsletter')));
    await expect(box).toBeChecked();
    await waitFor(() => expect(answerOf(context, 'ci_newsletter')).toBe(true));
    await canvas.findByText(wordsOf(context).messages.saved);
  },
};

/** Tab reaches the box and Space changes it. Enter does nothing, in a form too. The focus never moves by itself. */
export const ByKeyboard: Story = {
  name: 'Interaction: by keyboard',
  args: { network: 'silent' },
  parameters: { order: { isEndless: true } satisfies OrderParameters },
  play: async (context) => {
    const { canvas, userEvent } = context;
    const box = canvas.getByRole('checkbox');
    await userEvent.tab();
    await expect(box).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect(box).not.toBeChecked();
    await userEvent.keyboard(' ');
    await expect(box).toBeChecked();
    await canvas.findByText(wordsOf(context).messages.saving);
    await expect(box).toHaveFocus();
  },
};

/** A save fails and succeeds on retry. The focus is never lost. */
export const FailAndTryAgain: Story = {
  name: 'Interaction: fail and try again',
  parameters: {
    order: {
      prepare: (sandbox) =>
        sandbox.faults.add({ kind: 'status', status: 500, operation: 'patchConsent', times: 1 }),
    } satisfies OrderParameters,
  },
  play: async (context) => {
    const { canvas, userEvent } = context;
    await userEvent.click(canvas.getByRole('checkbox'));
    const name = new RegExp(`^${wordsOf(context).messages.retry}`);
    const retry = await canvas.findByRole('button', { name });
    await userEvent.click(retry);
    await canvas.findByText(wordsOf(context).messages.saved);
    await expect(canvas.getByRole('checkbox')).toHaveFocus();
    await expect(answerOf(context, 'ci_newsletter')).toBe(true);
  },
};

/** Seven fast clicks on a slow connection: no write repeats the value before it, and the last answer wins. */
export const RapidToggling: Story = {
  name: 'Interaction: seven fast clicks',
  parameters: { order: { sandbox: { latency: 60 } } satisfies OrderParameters },
  play: async (context) => {
    const { canvas, userEvent } = context;
    const box = canvas.getByRole('checkbox');
    for (let click = 0; click < 7; click++) await userEvent.click(box);
    await expect(box).toBeChecked();
    await waitFor(() => expect(answerOf(context, 'ci_newsletter')).toBe(true));
    await canvas.findByText(wordsOf(context).messages.saved);
    const values = writesOf(context).map(({ value }) => value);
    await expect(values).toEqual(values.map((_, index) => index % 2 === 0));
    await expect(values.at(-1)).toBe(true);
  },
};

/** `preventDefault` in `onCheckedChange` rejects the answer, and the box stays as it was. */
export const KeptByTheShop: Story = {
  name: 'Interaction: the shop rejects the answer',
  args: {
    onCheckedChange: (_, event) => event.preventDefault(),
  },
  parameters: { code: { onCheckedChange: '(_, event) => event.preventDefault()' } },
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
  parameters: {
    order: 'none',
    controls: { disable: true },
    docs: { source: { code: codeOf('ConsentCheckbox', { consentId: 'ci_newsletter' }) } },
  },
  play: async (context) => {
    const { waiting } = wordsOf(context).messages;
    await waitFor(() => expect(context.canvas.getAllByText(waiting)).not.toHaveLength(0));
  },
};
