import { useMutation, useQuery } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Box, box, pass, setUpOrder, state } from '../../test/order.tsx';
import {
  patchAttributesMutationOptions,
  patchConsentMutationOptions,
  registerValidationMutationOptions,
  validateOrderMutationOptions,
} from './mutation-options.ts';
import { orderQueryOptions } from './order-query.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('own useQuery and useMutation write through the same register and read the same order', async () => {
  const { client, orderId, queryClient, show, holds, sandbox, values } = setUpOrder({ latency: 50 });
  function Own() {
    const { data } = useQuery(orderQueryOptions(client, orderId), queryClient);
    const consent = useMutation(patchConsentMutationOptions(client, orderId, 'ci_newsletter'), queryClient);
    const attributes = useMutation(patchAttributesMutationOptions(client, orderId), queryClient);
    const validation = useMutation(registerValidationMutationOptions(client, orderId), queryClient);
    const check = useMutation(validateOrderMutationOptions(client, orderId), queryClient);
    return (
      <>
        <button
          onClick={() => {
            consent.mutate(true);
            consent.mutate(false);
            consent.mutate(true);
            attributes.mutate({ note: 'ring' });
            validation.mutate({ name: 'stock' });
            check.mutate();
          }}
        >
          do it
        </button>
        <output aria-label="own">
          {JSON.stringify([consent.data, attributes.data, validation.status, check.data])}
        </output>
        <output aria-label="order">{JSON.stringify([data?.consents?.[0]?.checked, data?.attributes])}</output>
      </>
    );
  }
  show(
    <>
      <Box />
      <Own />
    </>,
  );
  await pass(500);
  screen.getByRole('button', { name: 'do it' }).click();
  await pass(10);
  expect(box().checked).toBe(true);
  await pass(2_000);
  const shown = (name: string) => JSON.parse(screen.getByRole('status', { name }).textContent) as unknown;
  expect(shown('own')).toEqual(['saved', { note: 'ring' }, 'success', { ok: true }]);
  expect(shown('order')).toEqual([true, { note: 'ring' }]);
  expect([state(), holds('ci_newsletter')]).toEqual(['saved', true]);
  expect(values('ci_newsletter')).toEqual([true]);
  expect(sandbox.orders.get(orderId)?.validations).toHaveLength(1);
});
