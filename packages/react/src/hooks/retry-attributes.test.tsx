import { fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pass, setUpOrder } from '../../test/order.tsx';
import { usePatchAttributes } from './use-patch-attributes.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A field of the shop's own that saves while it is typed into, and offers to save again. */
function Note({ delay = 0 }) {
  const { mutate, failedKeys, retry } = usePatchAttributes<{ note: string }>({ delay });
  return (
    <>
      <input onChange={({ target }) => mutate({ note: target.value })} />
      {failedKeys.includes('note') && <button onClick={retry}>Save again</button>}
    </>
  );
}
const type = (text: string) => fireEvent.change(screen.getByRole('textbox'), { target: { value: text } });

test.each([0, 500])(
  'AT4: "Save again" sends the newest value, also while it is under way after a delay of %d ms',
  async (delay) => {
    const { sandbox, orderId, show } = setUpOrder({ latency: 50 });
    show(<Note delay={delay} />);
    await pass(200);
    sandbox.faults.add({ kind: 'status', status: 400, operation: 'patchAttributes', times: 1 });
    type('Ring');
    await pass(1_000);
    type('Ring twice');
    fireEvent.click(screen.getByRole('button', { name: 'Save again' }));
    await pass(2_000);
    expect(sandbox.orders.get(orderId)?.attributes).toEqual({ note: 'Ring twice' });
    expect(screen.queryByRole('button')).toBeNull();
  },
);
