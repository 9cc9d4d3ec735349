import { ConsentPreferences, useOrder } from '@norce-kit/react';
import { useId } from 'react';
import { useStage, useWords } from '../.storybook/stage/order-stage-provider.tsx';
import type { Sentence } from '../.storybook/stage/words.ts';
import { CheckoutForm } from './checkout.example.tsx';
import './checkout-demo.css';

/** A small checkout whose order is placed on the sandbox, and its confirmation. */
export function CheckoutDemo({ title = 'Checkout' }: { title?: Sentence }) {
  const { sandbox, orderId } = useStage();
  const { t } = useWords();
  const { data: order, refetch } = useOrder();
  const headingId = useId();
  const place = () => {
    sandbox.orders.setStatus(orderId, 'completed');
    return refetch();
  };
  const isPlaced = order?.state?.currentStatus === 'completed';
  return (
    <section className="demo" aria-labelledby={headingId}>
      <h2 id={headingId}>{t(isPlaced ? 'Thank you for your order' : title)}</h2>
      {isPlaced ? (
        <ConsentPreferences headingLevel={3} />
      ) : (
        <CheckoutForm t={(sentence) => t(sentence as Sentence)} placeOrder={place} />
      )}
    </section>
  );
}
