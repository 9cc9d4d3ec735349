import { useOrderActivity } from '@norce-kit/react';
import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { connectPayment } from './payment-provider.ts';
import type { PaymentFrame } from './payment-provider.ts';
import { Step } from './step.tsx';

/** The frame of the payment provider, suspended while the page writes: both read and change the order. */
export function PaymentStep(): ReactElement {
  const iframe = useRef<HTMLIFrameElement>(null);
  const [frame, setFrame] = useState<PaymentFrame>();
  const { isWriting } = useOrderActivity();

  useEffect(() => (iframe.current === null ? undefined : connectPayment(iframe.current, setFrame)), []);
  useEffect(() => {
    if (frame === undefined || !isWriting) return undefined;
    frame.suspend();
    return () => frame.resume();
  }, [frame, isWriting]);

  return (
    <Step title="Payment">
      <iframe ref={iframe} className="payment-frame" title="Payment" src="/payment.html" />
    </Step>
  );
}
