import { useRegisterValidation } from '@norce-kit/react';
import { useEffect } from 'react';

export function StockCheck() {
  // "stock" is a key of `validations` in the handler on your server. The browser never sends an address.
  const { mutate, isSuccess, isError } = useRegisterValidation();
  useEffect(() => mutate({ name: 'stock' }), [mutate]);

  if (isError) return <p role="alert">The stock cannot be checked right now.</p>;
  return <p role="status">{isSuccess ? 'The stock is checked before the order is placed.' : ''}</p>;
}
