import { screen, waitFor } from '@testing-library/react';
import { useEffect } from 'react';
import { expect, test } from 'vitest';
import { setUpOrder } from '../../../../tests/react-order.tsx';
import { useRegisterValidation } from './use-register-validation.ts';

function Stock() {
  const { mutate, status } = useRegisterValidation();
  useEffect(() => mutate({ name: 'stock' }), [mutate]);
  return <output>{status}</output>;
}

test('SH5, VA1: three components under StrictMode register a validation once', async () => {
  const { show, sandbox, orderId, writes } = setUpOrder({ latency: 10 });
  show(
    <>
      <Stock />
      <Stock />
      <Stock />
    </>,
  );
  await waitFor(() => expect(screen.getAllByText('success')).toHaveLength(3));
  expect(writes().map(({ operation }) => operation)).toEqual(['createValidation']);
  expect(sandbox.orders.get(orderId)?.validations).toHaveLength(1);
});
