import type { OrderClient } from '@norce-kit/core';
import { OrderProvider, useConsentGate } from '@norce-kit/react';
import { Suspense } from 'react';
import type { ComponentType, ReactElement } from 'react';

export interface PageProps {
  readonly client: OrderClient;
  readonly orderId: string;
  readonly Late: ComponentType;
}

function Pay() {
  const { getSubmitProps } = useConsentGate();
  return <button {...getSubmitProps()}>Pay</button>;
}

/** A page whose boxes stream in and hydrate later than its button. */
export function Page({ client, orderId, Late }: PageProps): ReactElement {
  return (
    <OrderProvider client={client} orderId={orderId}>
      <Suspense fallback="…">
        <Late />
      </Suspense>
      <Pay />
    </OrderProvider>
  );
}
