import { useRegisterValidation } from '@norce-kit/react';
import { useEffect } from 'react';

export function StockCheck() {
  // "stock" is a key of `validations` in the handler on your server. The browser never sends an address.
  const { mutate, isPending, isSuccess, isError } = useRegisterValidation();
  useEffect(() => mutate({ name: 'stock' }), [mutate]);

  return (
    <p>
      <span role="status">
        {isPending && 'Registering the check of the stock …'}
        {isSuccess && 'The stock is checked before the order is placed.'}
        {isError && 'The stock cannot be checked right now.'}
      </span>{' '}
      {isError && <button onClick={() => mutate({ name: 'stock' })}>Try again</button>}
    </p>
  );
}
