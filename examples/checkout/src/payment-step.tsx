import { useOrderActivity } from '@norce-kit/react';
import { useEffect, useRef, useState } from 'react';
import type { MouseEvent, ReactElement, RefObject } from 'react';
import { connectPayment } from './payment-provider.ts';
import type { PaymentFrame } from './payment-provider.ts';
import { Step } from './step.tsx';

/** Milliseconds for the frame to load. A frame reports no error: it shows the error page of the browser. */
const loadTimeout = 10_000;

/**
 * The frame of the payment provider, suspended while the page writes: both read and change the order.
 *
 * @param payment gets the frame when it has loaded
 */
export function PaymentStep({ payment }: { payment: RefObject<PaymentFrame | null> }): ReactElement {
  const iframe = useRef<HTMLIFrameElement>(null);
  const [frame, setFrame] = useState<PaymentFrame>();
  const [hasFailed, setHasFailed] = useState(false);
  const { isWriting } = useOrderActivity();

  useEffect(() => {
    if (iframe.current === null) return undefined;
    const timer = setTimeout(() => setHasFailed(true), loadTimeout);
    const disconnect = connectPayment(iframe.current, (connected) => {
      clearTimeout(timer);
      payment.current = connected;
      setFrame(connected);
    });
    return () => {
      clearTimeout(timer);
      disconnect();
      payment.current = null;
    };
  }, [hasFailed, payment]);
  useEffect(() => {
    if (frame === undefined || !isWriting) return undefined;
    frame.suspend();
    return () => frame.resume();
  }, [frame, isWriting]);

  const reload = (event: MouseEvent<HTMLButtonElement>) => {
    // The button goes, and must not take the focus with it.
    event.currentTarget.closest('section')?.querySelector('h2')?.focus();
    setHasFailed(false);
  };
  return (
    <Step title="Payment">
      {hasFailed ? (
        <div className="payment-failed">
          <p role="alert">The payment could not be loaded.</p>
          <button type="button" className="button is-quiet" onClick={reload}>
            Load it again
          </button>
        </div>
      ) : (
        <iframe ref={iframe} className="payment-frame" title="Payment" src="/payment.html" />
      )}
    </Step>
  );
}
