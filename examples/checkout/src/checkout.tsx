import { useOrder } from '@norce-kit/react';
import type { ReactElement } from 'react';
import { CartSummary } from './cart-summary.tsx';
import { ConsentSection } from './consent-section.tsx';
import { DeliveryNote } from './delivery-note.tsx';
import { formatPrice } from './format-price.ts';
import { RefusalMessage } from './refusal-message.tsx';
import type { ShopOrder } from './shop.ts';
import { Step } from './step.tsx';
import { usePlaceOrder } from './use-place-order.ts';

export function Checkout({ order: { contact, shipping } }: { order: ShopOrder }): ReactElement {
  const { data: order } = useOrder();
  const { submitProps, isPlacing, refusal, problem } = usePlaceOrder();

  return (
    <main className="checkout">
      <h1 className="visually-hidden">Checkout</h1>
      <CartSummary />
      {/* noValidate: the order service decides what is missing, not the browser. */}
      <form className="steps" onSubmit={(event) => event.preventDefault()} noValidate>
        <Step title="Contact">
          <p>
            <strong>{contact.name}</strong>
            <br />
            {contact.email}
            <br />
            {contact.phone}
          </p>
        </Step>
        <Step title="Delivery">
          <p>
            <strong>{shipping ?? 'To your address'}</strong>
            <br />
            {contact.street}
            <br />
            {contact.city}
          </p>
          <DeliveryNote />
        </Step>
        <Step title="Before you order">
          <ConsentSection />
        </Step>
        {refusal !== undefined && <RefusalMessage {...refusal} />}
        {problem !== undefined && (
          <p className="refusal" role="alert">
            {problem}
          </p>
        )}
        {/* Not aria-disabled while a consent is open: a click explains what is missing. */}
        <button className="button place-order" type="submit" {...submitProps} aria-disabled={isPlacing}>
          <span>{isPlacing ? 'Placing the order …' : 'Place order'}</span>
          <span>{formatPrice(order?.total?.includingVat, order?.currency)}</span>
        </button>
      </form>
    </main>
  );
}
