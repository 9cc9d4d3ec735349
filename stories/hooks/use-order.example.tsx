import { useOrder } from '@norce-kit/react';

export function OrderTotal() {
  const { data: order, isPending, isError, refetch } = useOrder();

  if (isPending) return <p>Reading the order …</p>;
  if (isError) {
    return (
      <p>
        <span role="alert">The order could not be read.</span>{' '}
        <button onClick={() => void refetch()}>Try again</button>
      </p>
    );
  }
  return (
    <p>
      To pay: {order.total?.includingVat} {order.currency}
    </p>
  );
}
