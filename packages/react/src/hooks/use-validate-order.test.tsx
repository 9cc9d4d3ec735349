import { screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pass, setUpOrder } from '../../test/order.tsx';
import { useValidateOrder } from './use-validate-order.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function Check() {
  const { mutate, data, error } = useValidateOrder();
  return <button onClick={() => mutate()}>{JSON.stringify(data ?? error?.kind)}</button>;
}
const check = async () => {
  screen.getByRole('button').click();
  await pass(100);
  return JSON.parse(screen.getByRole('button').textContent) as unknown;
};

test('reports an order without objections', async () => {
  const { show } = setUpOrder();
  show(<Check />);
  expect(await check()).toEqual({ ok: true });
});

test('a refusal is an answer with its reasons, not an error', async () => {
  const { sandbox, orderId, show } = setUpOrder();
  sandbox.orders.update(orderId, { payments: [] });
  show(<Check />);
  expect(await check()).toMatchObject({ ok: false, failures: [{ code: 'payment-missing' }] });
});

test('a check that cannot be made is an error, and is not made up for', async () => {
  const { sandbox, show } = setUpOrder();
  sandbox.faults.add({ kind: 'status', status: 403, operation: 'validateOrder' });
  show(<Check />);
  expect(await check()).toBe('forbidden');
});
