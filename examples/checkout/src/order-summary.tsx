import { useOrder } from '@norce-kit/react';
import { useId, useState } from 'react';
import type { ReactElement } from 'react';
import { OrderLines } from './order-lines.tsx';
import { Price } from './price.tsx';
import type { ShopOrder } from './shop.ts';
import { Totals } from './totals.tsx';

/** The cart and the total: beside the steps where there is room, folded above them on a phone. */
export function OrderSummary({ shipping }: Pick<ShopOrder, 'shipping'>): ReactElement {
  const { data: order, isError } = useOrder();
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  return (
    <section className="summary" aria-label="Your order">
      <button
        type="button"
        className="summary-toggle"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen(!isOpen)}
      >
        <span>Order summary</span>
        <Price amount={order?.total?.includingVat} currency={order?.currency} />
      </button>
      <div className="summary-content" id={id} data-open={isOpen}>
        <h2>Your order</h2>
        {order === undefined && isError && <p>We could not load your order.</p>}
        <OrderLines />
        <Totals shipping={shipping} />
      </div>
    </section>
  );
}
