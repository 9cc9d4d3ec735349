import { ConsentCheckbox, ConsentPreferences, NewsletterConsent } from '@norce-kit/react';
import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import { OrderSummary } from './order-summary.tsx';
import { leaveOrder } from './shop.ts';
import type { ShopOrder } from './shop.ts';
import { useTitle } from './use-title.ts';

export function Confirmation({ order }: { order: ShopOrder }): ReactElement {
  const { address, deliveryNote, id, shipping } = order;
  const heading = useRef<HTMLHeadingElement>(null);
  const thanks = address.givenName === '' ? 'Thank you' : `Thank you, ${address.givenName}`;
  useTitle(thanks);
  // The pressed button is gone, so the focus needs a new place.
  useEffect(() => heading.current?.focus(), []);
  const startAgain = () => void leaveOrder().then(() => location.reload());

  return (
    <main className="checkout">
      <OrderSummary shipping={shipping} />
      <div className="steps">
        <header className="thanks">
          <h1 ref={heading} tabIndex={-1}>
            {thanks}
          </h1>
          <p>
            We have received order <bdi className="order-id">{id}</bdi> and sent a receipt to{' '}
            <bdi>{address.email}</bdi>.
          </p>
        </header>
        <dl className="facts">
          <div>
            <dt>Delivery to</dt>
            <dd>
              {address.givenName} {address.familyName}
              <br />
              {address.streetAddress}
              <br />
              <bdi dir="ltr">{address.postalCode}</bdi> {address.city}
            </dd>
          </div>
          <div>
            <dt>Contact</dt>
            <dd>
              <bdi>{address.email}</bdi>
              <br />
              <bdi dir="ltr">{address.phone}</bdi>
            </dd>
          </div>
          {deliveryNote !== '' && (
            <div>
              <dt>Note for the delivery</dt>
              <dd>{deliveryNote}</dd>
            </div>
          )}
        </dl>
        <ConsentPreferences
          renderConsent={({ id: consentId }) =>
            consentId === 'ci_newsletter' ? (
              <NewsletterConsent consentId={consentId} />
            ) : (
              <ConsentCheckbox consentId={consentId} />
            )
          }
        />
        <button className="button is-quiet" type="button" onClick={startAgain}>
          Start another order
        </button>
      </div>
    </main>
  );
}
