import { ConsentErrorSummary, ConsentGroup, useConsentGate } from '@norce-kit/react';
import { useState } from 'react';

export function PlaceOrder() {
  const { ready, blockers, isGoingOn, getSubmitProps } = useConsentGate();
  const [isPlaced, setIsPlaced] = useState(false);
  const reasons = blockers.map(({ consentId, attribute, reason }) => `${consentId ?? attribute}: ${reason}`);

  // The button is gone, so the focus moves to what replaced it, and is read there.
  if (isPlaced)
    return (
      <p tabIndex={-1} ref={(element) => element?.focus()}>
        Thank you for your order.
      </p>
    );
  return (
    <form noValidate onSubmit={(event) => event.preventDefault()}>
      <ConsentErrorSummary />
      <ConsentGroup />
      <button {...getSubmitProps({ onReady: () => setIsPlaced(true) })}>
        {isGoingOn ? 'One moment …' : 'Place order'}
      </button>
      <p>
        <code>ready</code> is {String(ready)}. {reasons.join(', ')}
      </p>
    </form>
  );
}
