import type { OrderClient } from '@norce-kit/core';
import { useConsentGate, useOrder, useOrderConsent } from '@norce-kit/react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { PayProps, Planted } from './page.tsx';

interface OwnPayProps extends PayProps {
  readonly isBusy?: boolean;
  readonly goOn: () => void;
}

/** Renders a button of the host's own making. */
function OwnPay({ state, button, isBusy, goOn }: OwnPayProps): ReactElement {
  const { ready } = useConsentGate(state.rules);
  return (
    <button
      type="button"
      data-pay={button}
      data-state={ready ? 'ready' : 'blocked'}
      aria-busy={isBusy}
      onClick={goOn}
    >
      Pay
    </button>
  );
}

/** Goes on when nothing but saves under way keeps the gate closed. */
function GoesOnWhileSaving(props: PayProps): ReactElement {
  const { rules, host, orderId } = props.state;
  const { blockers } = useConsentGate(rules);
  const goOn = () => {
    if (blockers.every(({ reason }) => reason === 'saving')) host.onReady(props.button, orderId);
    else host.onRefused(props.button, orderId);
  };
  return <OwnPay {...props} goOn={goOn} />;
}

/** Does not wait for a save under way. */
function RefusesWhileSaving(props: PayProps): ReactElement {
  const { rules, host, orderId } = props.state;
  const { ready, blockers } = useConsentGate(rules);
  const goOn = () => {
    if (ready) host.onReady(props.button, orderId);
    else host.onRefused(props.button, orderId, blockers);
  };
  return <OwnPay {...props} goOn={goOn} />;
}

/** Goes on after the wait, wherever the page is by then. */
function GoesOnWhenGone(props: PayProps): ReactElement {
  const { rules, host, orderId } = props.state;
  const { check } = useConsentGate(rules);
  const [isBusy, setIsBusy] = useState(false);
  const pay = async () => {
    if (isBusy) return;
    setIsBusy(true);
    const { ok } = await check();
    setIsBusy(false);
    if (ok) host.onReady(props.button, orderId);
    else host.onRefused(props.button, orderId);
  };
  return <OwnPay {...props} isBusy={isBusy} goOn={() => void pay()} />;
}

/** Starts an attempt with each click. */
function GoesOnTwice(props: PayProps): ReactElement {
  const { rules, host, orderId } = props.state;
  const { check } = useConsentGate(rules);
  const pay = async () => {
    if ((await check()).ok) host.onReady(props.button, orderId);
    else host.onRefused(props.button, orderId);
  };
  return <OwnPay {...props} goOn={() => void pay()} />;
}

/** Forgets the attempts that are refused. */
function EndsWhenReadyOnly(props: PayProps): ReactElement {
  const { rules, host, orderId } = props.state;
  const { check } = useConsentGate(rules);
  const pay = async () => {
    if ((await check()).ok) host.onReady(props.button, orderId);
  };
  return <OwnPay {...props} goOn={() => void pay()} />;
}

/** Announces that an answer is saved after each read. */
function AnnouncesAgain(): ReactElement {
  const { saveState } = useOrderConsent('ci_newsletter');
  const { isFetching } = useOrder();
  return <p role="status">{saveState === 'saved' && !isFetching && 'Saved'}</p>;
}

/** Sends a write that failed again, after a while. */
const sendAgain = (client: OrderClient): OrderClient => ({
  ...client,
  patchConsent: async (...call) => {
    try {
      await client.patchConsent(...call);
    } catch (error) {
      setTimeout(() => void client.patchConsent(...call).catch(() => undefined), 25_000);
      throw error;
    }
  },
});

/** Faults that the kit has had or could get, through its public interface, with the promise that each breaks. */
export const planted: readonly (Planted & { readonly name: string; readonly breaks: RegExp })[] = [
  { name: 'goes on while an answer is being saved', breaks: /^I1: button/, Pay: GoesOnWhileSaving },
  { name: 'refuses an answer that is being saved', breaks: /^NV4: button/, Pay: RefusesWhileSaving },
  { name: 'goes on after its button is gone', breaks: /^GO|^I5: a button/, Pay: GoesOnWhenGone },
  { name: 'goes on once for each click', breaks: /^GO/, Pay: GoesOnTwice },
  { name: 'forgets an attempt that is refused', breaks: /^I5: an attempt/, Pay: EndsWhenReadyOnly },
  { name: 'announces a save twice', breaks: /^I7/, Extra: AnnouncesAgain },
  { name: 'writes an answer that was let go', breaks: /^NF20|^I1/, client: sendAgain },
  {
    name: 'takes an un-tick for saved without sending it',
    breaks: /^I1|^NV4/,
    client: (client) => ({
      ...client,
      patchConsent: async (orderId, consentId, checked, options) => {
        if (checked) await client.patchConsent(orderId, consentId, checked, options);
      },
    }),
  },
  {
    name: 'takes a note for saved whose response was lost',
    breaks: /^I1|^AT2/,
    client: (client) => ({
      ...client,
      patchAttributes: (...call) => client.patchAttributes(...call).catch(() => undefined),
    }),
  },
  {
    name: 'registers a validation on the first order only',
    breaks: /^VA1/,
    client: (client) => {
      let first: string | undefined;
      return {
        ...client,
        registerValidation: (orderId, ...rest) => client.registerValidation((first ??= orderId), ...rest),
      };
    },
  },
];
