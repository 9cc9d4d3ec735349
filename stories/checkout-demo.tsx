import {
  ConsentErrorSummary,
  ConsentGroup,
  ConsentPreferences,
  NewsletterConsent,
  TermsConsent,
  useConsentGate,
  useOrder,
  usePatchAttributes,
} from '@norce-kit/react';
import { useId } from 'react';
import { useStage } from '../.storybook/stage/order-stage-provider.tsx';
import './checkout-demo.css';

/** A small checkout: cart, delivery note, consents and the button that places the order. */
export function CheckoutDemo({ title = 'Checkout' }: { title?: string }) {
  const { sandbox, orderId } = useStage();
  const { data: order, refetch } = useOrder();
  const headingId = useId();
  const place = () => {
    sandbox.orders.setStatus(orderId, 'completed');
    return refetch();
  };
  const isPlaced = order?.state?.currentStatus === 'completed';
  return (
    <section className="demo" aria-labelledby={headingId}>
      <h2 id={headingId}>{isPlaced ? 'Thank you for your order' : title}</h2>
      {isPlaced ? <ConsentPreferences headingLevel={3} /> : <Steps onPlace={place} />}
    </section>
  );
}

function Steps({ onPlace }: { onPlace: () => Promise<unknown> }) {
  const { data: order } = useOrder();
  const { getSubmitProps, isGoingOn } = useConsentGate();
  const total = order?.total?.includingVat ?? 0;
  return (
    <form noValidate className="demo-steps" onSubmit={(event) => event.preventDefault()}>
      <ul className="demo-cart">
        <li>
          <span>Stoneware mug, 30 cl, two of them</span>
          <span>{priceOf(298)}</span>
        </li>
        <li>
          <span>Linen tea towel</span>
          <span>{priceOf(249)}</span>
        </li>
        <li className="demo-total">
          <span>With delivery</span>
          <span>{priceOf(total)}</span>
        </li>
      </ul>
      <DeliveryNote />
      <ConsentErrorSummary headingLevel={3} />
      <ConsentGroup
        legend="Before you order"
        renderConsent={({ id }) =>
          id === 'ci_terms' ? (
            <TermsConsent consentId={id} termsUrl="https://example.com/terms" />
          ) : (
            <NewsletterConsent consentId={id} />
          )
        }
      />
      <button className="stage-button" type="submit" {...getSubmitProps({ onReady: onPlace })}>
        {isGoingOn ? 'Placing the order …' : 'Place order'}
      </button>
    </form>
  );
}

function DeliveryNote() {
  const { mutate, isSuccess, isError } = usePatchAttributes<{ deliveryNote: string }>({ delay: 500 });
  const id = useId();
  return (
    <p className="demo-note">
      <label htmlFor={id}>Note for the delivery (optional)</label>
      <input id={id} type="text" onChange={(event) => mutate({ deliveryNote: event.currentTarget.value })} />
      <span role="status">{isError ? 'Not saved. Change it to try again.' : isSuccess ? 'Saved' : ''}</span>
    </p>
  );
}

function priceOf(amount: number): string {
  return new Intl.NumberFormat('en', { style: 'currency', currency: 'SEK', maximumFractionDigits: 0 }).format(
    amount,
  );
}
