import { useConsentGate, useOrderConsent } from '@norce-kit/react';
import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { OwnBox } from './page.tsx';
import type { GateProps, OwnProps } from './page.tsx';
import type { Planted } from './world.ts';

/** Takes any new element whose state is not its default for an answer. */
function GuessesFromNewElements(props: OwnProps): ReactElement {
  const { setChecked } = useOrderConsent(props.consentId);
  const seen = useRef<HTMLInputElement>(undefined);
  const guess = (element: HTMLInputElement | null) => {
    props.hostRef(element);
    if (element === null || seen.current === element) return;
    seen.current = element;
    if (element.checked !== element.defaultChecked) setChecked(element.checked);
  };
  return <OwnBox {...props} hasInlineRefs hostRef={guess} />;
}

/** Takes a box of the server's HTML for ticked by the shopper where the order has changed since. */
function GuessesFromHtml(props: OwnProps): ReactElement {
  const { confirmed, setChecked } = useOrderConsent(props.consentId);
  const element = useRef<HTMLInputElement>(null);
  const isServed = useRef<boolean>(undefined);
  const note = (box: HTMLInputElement | null) => {
    props.hostRef(box);
    element.current = box;
    isServed.current ??= box?.hasAttribute('checked');
  };
  const isDone = useRef(false);
  useEffect(() => {
    if (isDone.current || confirmed === undefined) return;
    isDone.current = true;
    if (isServed.current !== undefined && isServed.current !== confirmed) setChecked(isServed.current);
  }, [confirmed, setChecked]);
  return <OwnBox {...props} hasInlineRefs hostRef={note} />;
}

/** Records and compares the words that were beside the box when it appeared. */
function KeepsFirstWords(props: OwnProps): ReactElement {
  const [first] = useState(props.words);
  return <OwnBox {...props} otherWords={first} />;
}

/** Goes on after the wait, wherever the page is by then. */
function GoesOnWhenGone({ onGoOn }: GateProps): ReactElement {
  const { ready, check } = useConsentGate();
  const isChecking = useRef(false);
  const pay = async () => {
    if (isChecking.current) return;
    isChecking.current = true;
    const { ok } = await check();
    isChecking.current = false;
    if (ok) onGoOn();
  };
  return (
    <button type="button" data-gate={ready ? 'ready' : 'closed'} onClick={() => void pay()}>
      Pay
    </button>
  );
}

/** Faults that the kit has had or could get, through its public interface, with the promise that each breaks. */
export const planted: readonly (Planted & { readonly name: string; readonly breaks: RegExp })[] = [
  { name: 'takes the tick of a form library for an answer', breaks: /I2/, Own: GuessesFromNewElements },
  { name: 'takes a difference to the HTML of the server for an answer', breaks: /I2/, Own: GuessesFromHtml },
  { name: 'keeps the first words of a box', breaks: /I2: .* other words|OD1/, Own: KeepsFirstWords },
  { name: 'goes on after its button is gone', breaks: /I3: root . went on/, Gate: GoesOnWhenGone },
  { name: 'ignores a newer initialOrder', breaks: /I1/, keepsInitialOrder: true },
  {
    name: 'takes a read for newer than it is',
    breaks: /I1/,
    client: (client) => {
      let shared: { readonly at: number; readonly order: ReturnType<typeof client.getOrder> } | undefined;
      return {
        ...client,
        getOrder: (...given) => {
          const at = performance.now();
          if (shared === undefined || at - shared.at > 2_000)
            shared = { at, order: client.getOrder(...given) };
          return shared.order;
        },
      };
    },
  },
  {
    name: 'reads an order at most every ten seconds',
    breaks: /I1/,
    client: (client) => {
      const reads = new Map<
        string,
        { readonly at: number; readonly order: ReturnType<typeof client.getOrder> }
      >();
      return {
        ...client,
        getOrder: (orderId, options) => {
          const at = performance.now();
          const last = reads.get(orderId);
          if (last !== undefined && at - last.at < 10_000) return last.order;
          const order = client.getOrder(orderId, options);
          reads.set(orderId, { at, order });
          return order;
        },
      };
    },
  },
  {
    name: 'shows the order of the page instead of reading it',
    breaks: /I1/,
    client: (client, firstOrder) => {
      let isFirst = true;
      return {
        ...client,
        getOrder: (orderId, options) => {
          if (!isFirst || orderId !== firstOrder.id) return client.getOrder(orderId, options);
          isFirst = false;
          return Promise.resolve(structuredClone(firstOrder));
        },
      };
    },
  },
];
