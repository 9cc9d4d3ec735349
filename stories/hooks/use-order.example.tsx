import type { Order } from '@norce-kit/core';
import { useOrder } from '@norce-kit/react';

export function OrderSummary() {
  const { data: order, isPending, isError, isFetching, refetch } = useOrder();

  return (
    <section aria-label="Your order">
      <p role="status">{isPending ? 'Reading the order …' : isError && 'The order could not be read.'}</p>
      {order !== undefined && <Lines order={order} />}
      {/* Always there: a button that goes takes the focus with it. */}
      <button type="button" onClick={() => void refetch()}>
        {isFetching ? 'Reading …' : isError ? 'Try again' : 'Read again'}
      </button>
    </section>
  );
}

function Lines({ order }: { order: Order }) {
  const { cart, culture = 'en', currency = 'EUR', total } = order;
  const format = new Intl.NumberFormat(culture, { style: 'currency', currency });
  return (
    <dl>
      {cart?.items?.map(({ sku, name, quantity = 1, total: price }) => (
        <div key={sku}>
          <dt>
            {quantity} × {name}
          </dt>
          <dd>{format.format(price?.includingVat ?? 0)}</dd>
        </div>
      ))}
      <div>
        <dt>
          <strong>To pay, with delivery</strong>
        </dt>
        <dd>
          <strong>{format.format(total?.includingVat ?? 0)}</strong>
        </dd>
      </div>
    </dl>
  );
}
