import { ConsentErrorSummary, useOrder } from '@norce-kit/react';
import type { ReactElement, RefObject } from 'react';
import { Announcement } from './announcement.tsx';
import type { PaymentFrame } from './payment-provider.ts';
import { Price } from './price.tsx';
import { usePlaceOrder } from './use-place-order.ts';

interface PlaceOrderProps {
  /** The form above. */
  readonly details: RefObject<HTMLFormElement | null>;
  /** The frame of the payment, when it has loaded. */
  readonly payment: RefObject<PaymentFrame | null>;
}

/** The button that places the order, with everything that keeps it from being placed. */
export function PlaceOrder({ details, payment }: PlaceOrderProps): ReactElement {
  const { data: order } = useOrder();
  const { submitProps, isPlacing, problem } = usePlaceOrder(payment);
  return (
    <div className="place-order">
      <ConsentErrorSummary />
      {problem !== undefined && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <Announcement text={isPlacing ? 'Placing the order …' : ''} />
      <button
        type="button"
        className="button"
        {...submitProps}
        onClick={(event) => {
          if (isValid(details.current)) submitProps.onClick(event);
        }}
      >
        <span>{isPlacing ? 'Placing the order …' : 'Place order'}</span>
        <Price amount={order?.total?.includingVat} currency={order?.currency} />
      </button>
    </div>
  );
}

/** Shows the errors of invalid fields and moves the focus to the first one. */
function isValid(form: HTMLFormElement | null): boolean {
  if (form?.checkValidity() !== false) return true;
  form.querySelector<HTMLElement>('input:invalid')?.focus();
  return false;
}
