import { useOrder } from '@norce-kit/react';
import type { ReactElement } from 'react';
import { Price } from './price.tsx';
import type { ShopOrder } from './shop.ts';

/** Sums of the order. `shipping` is the name of the delivery. */
export function Totals({ shipping }: Pick<ShopOrder, 'shipping'>): ReactElement | null {
  const { data: order } = useOrder();
  const { cart, total, currency } = order ?? {};
  const goods = cart?.total?.includingVat ?? 0;
  const { includingVat: all, excludingVat: net } = total ?? {};
  if (all === undefined) return null;
  // The total is the cart and the deliveries. Rounded, because decimal fractions are inexact in binary.
  const delivery = Math.round((all - goods) * 100) / 100;
  const vat = net === undefined ? undefined : Math.round((all - net) * 100) / 100;
  return (
    <dl className="totals">
      <div>
        <dt>Subtotal</dt>
        <dd>
          <Price amount={goods} currency={currency} />
        </dd>
      </div>
      <div>
        <dt>
          Delivery
          <span className="soft">{shipping}</span>
        </dt>
        <dd>{delivery === 0 ? 'Free' : <Price amount={delivery} currency={currency} />}</dd>
      </div>
      <div className="total">
        <dt>
          Total
          {vat !== undefined && (
            <span className="soft">
              Including <Price amount={vat} currency={currency} /> in VAT
            </span>
          )}
        </dt>
        <dd>
          <Price amount={all} currency={currency} />
        </dd>
      </div>
    </dl>
  );
}
