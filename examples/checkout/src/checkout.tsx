import { useRef } from 'react';
import type { ReactElement } from 'react';
import { ConsentsStep } from './consents-step.tsx';
import { ContactStep } from './contact-step.tsx';
import { DeliveryStep } from './delivery-step.tsx';
import { OrderSummary } from './order-summary.tsx';
import type { PaymentFrame } from './payment-provider.ts';
import { PaymentStep } from './payment-step.tsx';
import { PlaceOrder } from './place-order-button.tsx';
import type { ShopOrder } from './shop.ts';
import { useTitle } from './use-title.ts';

export function Checkout({ order }: { order: ShopOrder }): ReactElement {
  const { address, deliveryNote, shipping } = order;
  const details = useRef<HTMLFormElement>(null);
  const payment = useRef<PaymentFrame>(null);
  useTitle('Checkout');

  return (
    <main className="checkout">
      <h1 className="visually-hidden">Checkout</h1>
      <OrderSummary shipping={shipping} />
      <div className="steps">
        {/* The fields save themselves, so nothing submits this form. */}
        <form className="steps" ref={details} noValidate onSubmit={(event) => event.preventDefault()}>
          <ContactStep address={address} />
          <DeliveryStep address={address} deliveryNote={deliveryNote} />
        </form>
        <PaymentStep payment={payment} />
        <ConsentsStep />
        <PlaceOrder details={details} payment={payment} />
      </div>
    </main>
  );
}
