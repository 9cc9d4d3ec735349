import { act, renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import { holdWrites, setUpOrder } from '../../test/order.tsx';
import { useConsentGate } from '../hooks/use-consent-gate.ts';
import { usePatchAttributes } from '../hooks/use-patch-attributes.ts';
import { consentEvidence } from '../order/evidence.ts';
import { useOrderConsent } from '../hooks/use-order-consent.ts';

function setUp() {
  const { options, release } = holdWrites({ path: '/attributes' });
  const order = setUpOrder({}, {}, options);
  const evidence = consentEvidence();
  const { result } = renderHook(
    () => ({
      gate: useConsentGate(),
      attributes: usePatchAttributes(),
      newsletter: useOrderConsent('ci_newsletter'),
    }),
    { wrapper: ({ children }) => order.page(children, { evidence }) },
  );
  return { ...order, result, release };
}

test('whenSettled of the gate waits for a patch that is made while it waits', async () => {
  const { result, sandbox, orderId, release } = setUp();
  const attributes = () => sandbox.orders.get(orderId)?.attributes;
  await expect.poll(() => result.current.newsletter.isOnOrder).toBe(true);
  let settled: Promise<void> = Promise.resolve();
  act(() => {
    result.current.newsletter.setChecked(true);
    settled = result.current.gate.whenSettled();
  });
  await expect.poll(() => result.current.newsletter.isSuccess).toBe(true);
  act(() => result.current.attributes.mutate({ note: 'first' }));
  release();
  await act(() => settled);
  expect(attributes()).toMatchObject({ note: 'first' });
  expect(JSON.stringify(attributes())).toContain('textHash');
});
