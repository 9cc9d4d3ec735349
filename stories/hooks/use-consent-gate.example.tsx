import { ConsentErrorSummary, ConsentGroup, useConsentGate } from '@norce-kit/react';
import { useState } from 'react';

export function PlaceOrder() {
  const { ready, getSubmitProps } = useConsentGate();
  const [isPlaced, setIsPlaced] = useState(false);

  if (isPlaced) return <p role="status">Thank you for your order.</p>;
  return (
    <form noValidate onSubmit={(event) => event.preventDefault()}>
      <ConsentErrorSummary />
      <ConsentGroup />
      <button {...getSubmitProps({ onReady: () => setIsPlaced(true) })}>
        {ready ? 'Place order' : 'Place order (something is missing)'}
      </button>
    </form>
  );
}
