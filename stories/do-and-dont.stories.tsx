import { ConsentCheckbox, NewsletterConsent, TermsConsent } from '@norce-kit/react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { useEffect, useId, useRef, useState } from 'react';
import type { ComponentPropsWithoutRef } from 'react';
import { expect, within } from 'storybook/test';
import { useWords } from '../.storybook/stage/order-stage-provider.tsx';
import { codeOf } from '../.storybook/stage/show-source.ts';
import type { OrderParameters } from '../.storybook/stage/order-stage.ts';
import type { Sentence } from '../.storybook/stage/words.ts';
import { wordsOf } from '../.storybook/stage/words-of.ts';
import { Pair } from './pair.tsx';

const meta = {
  id: 'guidance-do-and-do-not',
  title: 'Patterns/Do and do not',
  parameters: { controls: { disable: true } },
} satisfies Meta;

export default meta;

type Story = StoryObj;

/** Returns the code of the example that is done right. */
const codeOfGood = (name: string, props: object) => ({ source: { code: codeOf(name, props) } });
const newsletterBox = { consentId: 'ci_newsletter', label: 'Send me the newsletter' };

/** A box that starts ticked is not consent. */
export const BeginEmpty: Story = {
  render: () => (
    <Pair
      good={[
        'Begin empty. The tick is the shopper’s.',
        <NewsletterConsent key="" consentId="ci_newsletter" />,
      ]}
      bad={['Tick it for them.', <PlainBox key="" startsTicked message="newsletterLabel" />]}
    />
  ),
  parameters: { docs: codeOfGood('NewsletterConsent', { consentId: 'ci_newsletter' }) },
  play: async ({ canvas }) => {
    const [ours, other] = canvas.getAllByRole('checkbox');
    await expect(ours).not.toBeChecked();
    await expect(other).toBeChecked();
  },
};

/** One box for two questions leaves both answers unclear. */
export const OneBoxForEachConsent: Story = {
  render: () => (
    <Pair
      good={[
        'Give each consent a box.',
        <div key="">
          <TermsConsent consentId="ci_terms" termsUrl="https://example.com/terms" />
          <NewsletterConsent consentId="ci_newsletter" />
        </div>,
      ]}
      bad={[
        'Put the newsletter into the terms.',
        <PlainBox key="" required sentence="I accept the terms and would like to receive the newsletter" />,
      ]}
    />
  ),
  parameters: {
    docs: codeOfGood('TermsConsent', { consentId: 'ci_terms', termsUrl: 'https://example.com/terms' }),
  },
};

/** A box that is disabled during a save loses clicks and the keyboard focus. */
export const StayUsable: Story = {
  render: () => (
    <Pair
      good={['Keep the box usable while it saves. The last answer wins.', <NewsletterBox key="" />]}
      bad={['Disable it until the response is there.', <DisabledBox key="" />]}
    />
  ),
  args: { network: 'silent' },
  parameters: {
    docs: codeOfGood('ConsentCheckbox', newsletterBox),
    order: { answers: { ci_newsletter: true }, isEndless: true } satisfies OrderParameters,
  },
  play: async (context) => {
    const { canvas } = context;
    await canvas.findByText(wordsOf(context).messages.saving);
    const [ours, other] = canvas.getAllByRole('checkbox');
    await expect(ours).toBeEnabled();
    await expect(other).toBeDisabled();
  },
};

/** One man in twelve does not see this red, and screen readers do not announce a colour. */
export const SayItInWords: Story = {
  render: () => (
    <Pair
      good={['Say what is missing, beside the box.', <TermsBox key="" />]}
      bad={[
        'Paint it red and leave it at that.',
        <PlainBox key="" isRed sentence="I accept the terms of purchase" />,
      ]}
    />
  ),
  parameters: {
    docs: codeOfGood('ConsentCheckbox', {
      consentId: 'ci_terms',
      label: 'I accept the terms of purchase',
    }),
    order: { isAttempted: true } satisfies OrderParameters,
  },
  play: async (context) => {
    await context.canvas.findByText(wordsOf(context).messages.missing);
  },
};

/** Opening the terms is not accepting them. */
export const LinksDoNotTick: Story = {
  render: () => (
    <Pair
      good={[
        'Put the link beside the label, and say where it opens.',
        <TermsConsent key="" consentId="ci_terms" termsUrl="https://example.com/terms" />,
      ]}
      bad={['Make the words look like a link that only ticks.', <LinkThatTicks key="" />]}
    />
  ),
  parameters: {
    docs: codeOfGood('TermsConsent', { consentId: 'ci_terms', termsUrl: 'https://example.com/terms' }),
  },
};

/** “Saved” can wait. It must not interrupt the shopper. */
export const TellItQuietly: Story = {
  name: 'Announce it quietly',
  render: () => (
    <Pair
      good={['Say “Saved” beside the box, in a live region. The focus stays.', <NewsletterBox key="" />]}
      bad={['Open a message that takes the focus.', <ToastingBox key="" />]}
    />
  ),
  parameters: {
    docs: codeOfGood('ConsentCheckbox', newsletterBox),
    order: { answers: { ci_newsletter: true }, isEndless: true } satisfies OrderParameters,
  },
  play: async (context) => {
    const { canvas, userEvent } = context;
    const [ours, other] = canvas.getAllByRole('checkbox');
    if (ours === undefined || other === undefined) throw new Error('Two boxes are compared.');
    await userEvent.click(ours);
    const good = within(canvas.getByRole('group', { name: 'Do' }));
    await good.findByText(wordsOf(context).messages.saved);
    await expect(ours).toHaveFocus();
    await userEvent.click(other);
    await expect(other).not.toHaveFocus();
  },
};

/** A tick that disappears without a message looks like a mistake of the shopper. */
export const NeverRollBackInSilence: Story = {
  render: () => (
    <Pair
      good={[
        'Show the answer on the order, say that the other one is not saved, and offer a retry.',
        <NewsletterBox key="" />,
      ]}
      bad={['Take the tick away without a word.', <ForgetfulBox key="" />]}
    />
  ),
  args: { network: 'fails' },
  parameters: {
    docs: codeOfGood('ConsentCheckbox', newsletterBox),
    order: { answers: { ci_newsletter: true } } satisfies OrderParameters,
  },
  play: async (context) => {
    const name = new RegExp(`^${wordsOf(context).messages.retry}`);
    await context.canvas.findByRole('button', { name });
  },
};

/** Withdrawing must be as easy as giving. */
export const WithdrawByTheSameClick: Story = {
  render: () => (
    <Pair
      good={['Withdraw with the same box.', <NewsletterBox key="" />]}
      bad={[
        'Lock the box and ask for a letter.',
        <div key="">
          <PlainBox startsTicked disabled sentence="Send me the newsletter" />
          <Say sentence="To unsubscribe, please write to our customer service." />
        </div>,
      ]}
    />
  ),
  parameters: {
    docs: codeOfGood('ConsentCheckbox', newsletterBox),
    order: {
      given: { ci_newsletter: true },
    } satisfies OrderParameters,
  },
  play: async (context) => {
    const { canvas, userEvent } = context;
    const [ours] = canvas.getAllByRole('checkbox');
    if (ours === undefined) throw new Error('There is a box.');
    await userEvent.click(ours);
    await canvas.findByText(wordsOf(context).messages.saved);
    await expect(ours).not.toBeChecked();
  },
};

function NewsletterBox() {
  const { t } = useWords();
  return <ConsentCheckbox consentId="ci_newsletter" label={t('Send me the newsletter')} />;
}

function TermsBox() {
  const { t } = useWords();
  return <ConsentCheckbox consentId="ci_terms" label={t('I accept the terms of purchase')} />;
}

interface PlainBoxProps extends ComponentPropsWithoutRef<'input'> {
  /** The label, in English. */
  sentence?: Sentence;
  /** The label, as a built-in text of the kit. */
  message?: 'newsletterLabel';
  startsTicked?: boolean;
  isRed?: boolean;
  isUnderlined?: boolean;
}

/** A checkbox without the kit. It saves nothing. */
function PlainBox(props: PlainBoxProps) {
  const { sentence, message, startsTicked = false, isRed = false, isUnderlined = false, ...input } = props;
  const { t, messages } = useWords();
  const id = useId();
  const text = sentence === undefined ? messages[message ?? 'newsletterLabel'] : t(sentence);
  return (
    <div className={isRed ? 'plain-box is-red' : 'plain-box'}>
      <input id={id} type="checkbox" {...(startsTicked && { defaultChecked: true })} {...input} />
      <label htmlFor={id}>{isUnderlined ? <u>{text}</u> : text}</label>
    </div>
  );
}

function Say({ sentence }: { sentence: Sentence }) {
  return <p>{useWords().t(sentence)}</p>;
}

function DisabledBox() {
  return <PlainBox sentence="Send me the newsletter" startsTicked disabled />;
}

function LinkThatTicks() {
  return <PlainBox sentence="Terms of purchase" isUnderlined />;
}

/** Starts with its message open, and takes the focus with the next one. */
function ToastingBox() {
  const { messages } = useWords();
  const [isOpen, setIsOpen] = useState(true);
  const [hasTicked, setHasTicked] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isOpen && hasTicked) button.current?.focus();
  }, [isOpen, hasTicked]);
  const onChange = () => {
    setHasTicked(true);
    setIsOpen(true);
  };
  return (
    <>
      <PlainBox sentence="Send me the newsletter" startsTicked onChange={onChange} />
      {isOpen && (
        <div className="plain-toast">
          {messages.saved}
          <button ref={button} type="button" onClick={() => setIsOpen(false)}>
            OK
          </button>
        </div>
      )}
    </>
  );
}

function ForgetfulBox() {
  const [isTicked, setIsTicked] = useState(false);
  useEffect(() => {
    if (!isTicked) return;
    const timer = setTimeout(() => setIsTicked(false), 800);
    return () => clearTimeout(timer);
  }, [isTicked]);
  return (
    <PlainBox
      sentence="Send me the newsletter"
      checked={isTicked}
      onChange={() => setIsTicked((before) => !before)}
    />
  );
}
