import { useRegisterValidation } from '@norce-kit/react';
import { useEffect } from 'react';

export function StockCheck() {
  // "stock" is what the handler on your server calls the check: the browser never names an address.
  const { mutate, isSuccess, isError } = useRegisterValidation();
  useEffect(() => mutate({ name: 'stock' }), [mutate]);

  if (isError) return <p role="alert">The stock cannot be checked right now.</p>;
  return <p role="status">{isSuccess ? 'The stock is checked before the order is placed.' : ''}</p>;
}
