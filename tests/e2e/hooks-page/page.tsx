import type { Order } from '@norce-kit/core';
import { OrderProvider, useOrderActivity, useOrderConsent, usePatchAttributes } from '@norce-kit/react';
import type { OrderProviderProps } from '@norce-kit/react';
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';

export interface PageProps {
  readonly client: OrderProviderProps['client'];
  readonly orderId: string;
  readonly initialOrder?: Order;
}

/** A page with hooks and native elements only. */
export function Page(props: PageProps): ReactElement {
  return (
    <OrderProvider {...props}>
      <ParentThatRendersAgain />
    </OrderProvider>
  );
}

function ParentThatRendersAgain() {
  const [isAlive, setIsAlive] = useState(false);
  useEffect(() => setIsAlive(true), []);
  return (
    <form action="/next" method="post" data-alive={isAlive}>
      <Consent consentId="ci_newsletter" name="newsletter" />
      <Consent consentId="ci_terms" name="terms" />
      <Note />
      <Activity />
      <button>Send</button>
    </form>
  );
}

function Consent({ consentId, name }: { consentId: string; name: string }) {
  const consent = useOrderConsent(consentId);
  return (
    <p>
      <label>
        <input {...consent.getCheckboxProps()} name={name} /> {name}
      </label>
      <output aria-label={`${name} state`}>{consent.saveState}</output>
    </p>
  );
}

function Note() {
  const { mutate, status } = usePatchAttributes<{ note: string }>({ delay: 60_000 });
  return (
    <p>
      <label>
        Note <input type="text" onChange={(event) => mutate({ note: event.target.value })} />
      </label>
      <output aria-label="note state">{status}</output>
    </p>
  );
}

function Activity() {
  return <output aria-label="activity">{useOrderActivity().isWriting ? 'writing' : 'at rest'}</output>;
}
