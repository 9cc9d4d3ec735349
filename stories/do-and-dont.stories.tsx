import { ConsentCheckbox, NewsletterConsent, TermsConsent } from '@norce-kit/react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { useEffect, useId, useRef, useState } from 'react';
import type { ComponentPropsWithoutRef, ReactNode } from 'react';
import { expect } from 'storybook/test';
import type { OrderParameters } from '../.storybook/stage/order-stage.ts';
import { Pair } from './pair.tsx';

const meta = {
  id: 'guidance-do-and-do-not',
  title: 'Patterns/Do and do not',
  parameters: { controls: { disable: true } },
} satisfies Meta;

export default meta;

type Story = StoryObj;

/** A box that starts ticked is not consent. */
export const BeginEmpty: Story = {
  render: () => (
    <Pair
      good={[
        'Begin empty. The tick is the shopper’s.',
        <NewsletterConsent key="" consentId="ci_newsletter" />,
      ]}
      bad={['Tick it for them.', <PlainBox key="" startsTicked label="Send me news and offers by email" />]}
    />
  ),
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
        <PlainBox
          key=""
          required
          label="I accept the terms and would like to receive the newsletter (required)"
        />,
      ]}
    />
  ),
};

/** A box that is disabled during a save loses clicks and the keyboard focus. */
export const StayUsable: Story = {
  render: () => (
    <Pair
      good={[
        'Keep the box usable while it saves. The last answer wins.',
        <ConsentCheckbox key="" consentId="ci_newsletter" label="Send me the newsletter" />,
      ]}
      bad={['Switch it off for two seconds.', <DisablingBox key="" />]}
    />
  ),
  args: { network: 'slow' },
};

/** One man in twelve does not see this red, and screen readers do not announce a colour. */
export const SayItInWords: Story = {
  render: () => (
    <Pair
      good={[
        'Say what is missing, beside the box.',
        <ConsentCheckbox key="" consentId="ci_terms" label="I accept the terms of purchase" />,
      ]}
      bad={[
        'Paint it red and leave it at that.',
        <PlainBox key="" isRed label="I accept the terms of purchase" />,
      ]}
    />
  ),
  parameters: { order: { isAttempted: true } satisfies OrderParameters },
  play: async ({ canvas }) => {
    await canvas.findByText('Tick this box to go on.');
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
};

/** “Saved” can wait. It must not interrupt the shopper. */
export const TellItQuietly: Story = {
  name: 'Announce it quietly',
  render: () => (
    <Pair
      good={[
        'Say “Saved” beside the box, in a live region. The focus stays.',
        <ConsentCheckbox key="" consentId="ci_newsletter" label="Send me the newsletter" />,
      ]}
      bad={['Open a message that takes the focus.', <ToastingBox key="" />]}
    />
  ),
  play: async ({ canvas, userEvent }) => {
    const [ours, other] = canvas.getAllByRole('checkbox');
    if (ours === undefined || other === undefined) throw new Error('Two boxes are compared.');
    await userEvent.click(ours);
    await canvas.findByText('Saved');
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
        'Show what the order holds, say that it is not what was wanted, and offer another try.',
        <ConsentCheckbox key="" consentId="ci_newsletter" label="Send me the newsletter" />,
      ]}
      bad={['Take the tick away without a word.', <ForgetfulBox key="" />]}
    />
  ),
  args: { network: 'fails' },
  parameters: { order: { answers: { ci_newsletter: true } } satisfies OrderParameters },
  play: async ({ canvas }) => {
    await canvas.findByRole('button', { name: /Try again/ });
  },
};

/** Withdrawing must be as easy as giving. */
export const WithdrawByTheSameClick: Story = {
  render: () => (
    <Pair
      good={[
        'Let the same box take it back.',
        <ConsentCheckbox key="" consentId="ci_newsletter" label="Send me the newsletter" />,
      ]}
      bad={[
        'Lock the box and ask for a letter.',
        <div key="">
          <PlainBox startsTicked disabled label="Send me the newsletter" />
          <p>To unsubscribe, please write to our customer service.</p>
        </div>,
      ]}
    />
  ),
  parameters: {
    order: {
      prepare: (sandbox, orderId) => sandbox.orders.setChecked(orderId, 'ci_newsletter', true),
    } satisfies OrderParameters,
  },
  play: async ({ canvas, userEvent }) => {
    const [ours] = canvas.getAllByRole('checkbox');
    if (ours === undefined) throw new Error('There is a box.');
    await userEvent.click(ours);
    await canvas.findByText('Saved');
    await expect(ours).not.toBeChecked();
  },
};

interface PlainBoxProps extends ComponentPropsWithoutRef<'input'> {
  label: ReactNode;
  startsTicked?: boolean;
  isRed?: boolean;
}

/** A checkbox without the kit. It saves nothing. */
function PlainBox({ label, startsTicked = false, isRed = false, ...input }: PlainBoxProps) {
  const id = useId();
  return (
    <div className={isRed ? 'plain-box is-red' : 'plain-box'}>
      <input id={id} type="checkbox" {...(startsTicked && { defaultChecked: true })} {...input} />
      <label htmlFor={id}>{label}</label>
    </div>
  );
}

function DisablingBox() {
  const [isSaving, setIsSaving] = useState(false);
  useEffect(() => {
    if (!isSaving) return;
    const timer = setTimeout(() => setIsSaving(false), 2_000);
    return () => clearTimeout(timer);
  }, [isSaving]);
  return <PlainBox label="Send me the newsletter" disabled={isSaving} onChange={() => setIsSaving(true)} />;
}

function LinkThatTicks() {
  return <PlainBox label={<u>Terms of purchase</u>} />;
}

function ToastingBox() {
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isOpen) button.current?.focus();
  }, [isOpen]);
  return (
    <>
      <PlainBox label="Send me the newsletter" onChange={() => setIsOpen(true)} />
      {isOpen && (
        <div className="plain-toast">
          Saved
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
      label="Send me the newsletter"
      checked={isTicked}
      onChange={() => setIsTicked((before) => !before)}
    />
  );
}
