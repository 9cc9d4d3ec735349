import type { Order } from '@norce-kit/core';
import {
  ConsentCheckbox,
  OrderProvider,
  useOrderActivity,
  useOrderConsent,
  usePatchAttributes,
} from '@norce-kit/react';
import type { OrderProviderProps } from '@norce-kit/react';
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';

export interface PageProps {
  readonly client: OrderProviderProps['client'];
  readonly orderId: string;
  readonly initialOrder?: Order;
  /** Whether the boxes are those of the kit. Otherwise they are native elements with the props of the hooks. */
  readonly hasComponents?: boolean;
}

/** A page with two consents and one attribute. */
export function Page({ hasComponents = false, ...props }: PageProps): ReactElement {
  return (
    <OrderProvider {...props}>
      <ParentThatRendersAgain hasComponents={hasComponents} />
    </OrderProvider>
  );
}

function ParentThatRendersAgain({ hasComponents }: { hasComponents: boolean }) {
  const [isAlive, setIsAlive] = useState(false);
  useEffect(() => setIsAlive(true), []);
  return (
    <form action="/next" method="post" data-alive={isAlive}>
      {hasComponents ? <Components /> : <NativeBoxes />}
      <Note />
      <Activity />
      <button>Send</button>
      <button type="reset">Reset</button>
      <a href="/next">Leave</a>
    </form>
  );
}

function NativeBoxes() {
  return (
    <>
      <Consent consentId="ci_newsletter" name="newsletter" />
      <Consent consentId="ci_terms" name="terms" />
    </>
  );
}

function Components() {
  return (
    <>
      <ConsentCheckbox consentId="ci_newsletter" name="newsletter" label="newsletter" />
      <State consentId="ci_newsletter" name="newsletter" />
      <ConsentCheckbox consentId="ci_terms" name="terms">
        terms <a href="#more">More</a>
      </ConsentCheckbox>
      <State consentId="ci_terms" name="terms" />
    </>
  );
}

interface ConsentProps {
  readonly consentId: string;
  readonly name: string;
}

function Consent({ consentId, name }: ConsentProps) {
  const consent = useOrderConsent(consentId);
  return (
    <p>
      <label>
        <input {...consent.getCheckboxProps()} name={name} /> {name}
      </label>
      <State consentId={consentId} name={name} />
    </p>
  );
}

function State({ consentId, name }: ConsentProps) {
  return <output aria-label={`${name} state`}>{useOrderConsent(consentId).saveState}</output>;
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
