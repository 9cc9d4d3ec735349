'use client';

import type { ReactElement } from 'react';

/** Replaces the checkout when a server action throws in the browser, as without a connection. */
export default function CheckoutError({ reset }: { reset: () => void }): ReactElement {
  return (
    <main>
      <h1>Checkout</h1>
      <p role="alert">The checkout could not go on. Check your connection and try again.</p>
      <button type="button" onClick={reset}>
        Back to the checkout
      </button>
    </main>
  );
}
