import type { Order } from '@norce-kit/core';
import {
  ConsentCheckbox,
  consentEvidence,
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
  readonly hasEvidence?: boolean;
}

const evidence = consentEvidence();

/** A page with two consents and two attributes. */
export function Page({ hasComponents = false, hasEvidence = false, ...props }: PageProps): ReactElement {
  return (
    <OrderProvider {...props} {...(hasEvidence && { evidence })}>
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
      <Field name="note" label="Note" />
      <Field name="other" label="Other" />
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

function Field({ name, label }: { readonly name: string; readonly label: string }) {
  const { mutate, status } = usePatchAttributes({ delay: 60_000 });
  return (
    <p>
      <label>
        {label} <input type="text" onChange={(event) => mutate({ [name]: event.target.value })} />
      </label>
      <output aria-label={`${name} state`}>{status}</output>
    </p>
  );
}

function Activity() {
  return <output aria-label="activity">{useOrderActivity().isWriting ? 'writing' : 'at rest'}</output>;
}
