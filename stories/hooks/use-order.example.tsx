import { useOrder } from '@norce-kit/react';

export function OrderSummary() {
  const { data: order, isPending, isError, isFetching, refetch } = useOrder();

  if (isPending) return <p role="status">Reading the order …</p>;
  if (isError) {
    return (
      <div>
        <p role="alert">The order could not be read.</p>
        <button onClick={() => void refetch()}>Try again</button>
      </div>
    );
  }
  const { culture = 'en', currency = 'EUR' } = order;
  const format = new Intl.NumberFormat(culture, { style: 'currency', currency });
  return (
    <section aria-label="Your order">
      <dl>
        {order.cart?.items?.map(({ sku, name, quantity = 1, total }) => (
          <div key={sku}>
            <dt>
              {quantity} × {name}
            </dt>
            <dd>{format.format(total?.includingVat ?? 0)}</dd>
          </div>
        ))}
        <div>
          <dt>
            <strong>To pay, with delivery</strong>
          </dt>
          <dd>
            <strong>{format.format(order.total?.includingVat ?? 0)}</strong>
          </dd>
        </div>
      </dl>
      <button onClick={() => void refetch()}>{isFetching ? 'Reading …' : 'Read again'}</button>
    </section>
  );
}
