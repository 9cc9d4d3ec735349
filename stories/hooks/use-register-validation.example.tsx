import { useRegisterValidation } from '@norce-kit/react';
import { useEffect, useRef } from 'react';

export function StockCheck() {
  // "stock" is a key of `validations` in the handler on your server. The browser never sends an address.
  const { mutate, isPending, isSuccess, isError } = useRegisterValidation();
  const line = useRef<HTMLParagraphElement>(null);
  useEffect(() => mutate({ name: 'stock' }), [mutate]);
  const tryAgain = () => {
    mutate({ name: 'stock' });
    // The button goes, and would take the focus with it.
    line.current?.focus();
  };

  return (
    <p ref={line} tabIndex={-1}>
      <span role="status">
        {isPending && 'Registering the check of the stock …'}
        {isSuccess && 'The stock is checked before the order is placed.'}
        {isError && 'The stock cannot be checked right now.'}
      </span>{' '}
      {isError && (
        <button type="button" onClick={tryAgain}>
          Try again
        </button>
      )}
    </p>
  );
}
