import { ConsentErrorSummary, useConsentGate, useOrder, usePatchAttributes } from '@norce-kit/react';
import { useId } from 'react';
import { OrderConsents } from './consent-group.example.tsx';

interface CheckoutFormProps {
  /** Translates a sentence into the language of the shop. */
  t: (sentence: string) => string;
  placeOrder: () => Promise<unknown>;
}

/** Cart, delivery note, consents and the button that places the order. */
export function CheckoutForm({ t, placeOrder }: CheckoutFormProps) {
  const { getSubmitProps, isGoingOn } = useConsentGate();
  return (
    <form noValidate className="demo-steps" onSubmit={(event) => event.preventDefault()}>
      <Cart t={t} />
      <DeliveryNote t={t} />
      <ConsentErrorSummary headingLevel={3} />
      <OrderConsents legend={t('Before you order')} />
      <button className="button" type="submit" {...getSubmitProps({ onReady: placeOrder })}>
        {isGoingOn ? t('Placing the order …') : t('Place order')}
      </button>
    </form>
  );
}

function Cart({ t }: Pick<CheckoutFormProps, 't'>) {
  const { data: order } = useOrder();
  const price = new Intl.NumberFormat(order?.culture, {
    style: 'currency',
    currency: order?.currency ?? 'SEK',
  });
  const total = order?.total?.includingVat ?? 0;
  const goods = order?.cart?.total?.includingVat ?? 0;
  return (
    <ul className="demo-cart">
      {order?.cart?.items?.map((item) => (
        <li key={item.sku}>
          <span>
            {item.quantity} × {item.name}
          </span>
          <span>{price.format(item.total?.includingVat ?? 0)}</span>
        </li>
      ))}
      <li>
        <span>{t('Delivery')}</span>
        <span>{price.format(total - goods)}</span>
      </li>
      <li className="demo-total">
        <span>{t('To pay')}</span>
        <span>{price.format(total)}</span>
      </li>
    </ul>
  );
}

function DeliveryNote({ t }: Pick<CheckoutFormProps, 't'>) {
  const { mutate, isSuccess, isError } = usePatchAttributes<{ deliveryNote: string }>({ delay: 500 });
  const id = useId();
  return (
    <p className="demo-note">
      <label htmlFor={id}>{t('Note for the delivery (optional)')}</label>
      <input id={id} type="text" onChange={(event) => mutate({ deliveryNote: event.currentTarget.value })} />
      <span role="status">
        {isError ? t('Not saved. Change it to try again.') : isSuccess ? t('Saved') : ''}
      </span>
    </p>
  );
}
