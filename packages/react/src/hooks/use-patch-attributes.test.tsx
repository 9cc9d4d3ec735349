import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { setUpOrder } from '../../../../tests/react-order.tsx';
import { useOrder } from './use-order.ts';
import { usePatchAttributes } from './use-patch-attributes.ts';

function Note() {
  const { data } = useOrder();
  const { mutate, status, error } = usePatchAttributes();
  return (
    <>
      <button onClick={() => mutate({ gift: true })}>gift</button>
      <button onClick={() => mutate({ note: 'ring' })}>note</button>
      <button onClick={() => mutate({ note: 'ring', bad: Number.NaN })}>bad</button>
      <output>
        {status} {error?.kind} {JSON.stringify(data?.attributes ?? {})}
      </output>
    </>
  );
}

test('AT1: two writes of different keys are both on the order, and the cached order follows', async () => {
  const { show, sandbox, orderId } = setUpOrder({ latency: 10 });
  show(<Note />);
  await screen.findByText(/idle/);
  await userEvent.click(screen.getByRole('button', { name: 'gift' }));
  await userEvent.click(screen.getByRole('button', { name: 'note' }));
  await waitFor(() => expect(sandbox.orders.get(orderId)?.attributes).toEqual({ gift: true, note: 'ring' }));
  await screen.findByText(/"gift":true,"note":"ring"/);
});

test('HC7: what JSON cannot carry is an error before anything is sent', async () => {
  const { show, writes } = setUpOrder();
  show(<Note />);
  await userEvent.click(screen.getByRole('button', { name: 'bad' }));
  await screen.findByText(/error invalid/);
  expect(writes()).toEqual([]);
});
