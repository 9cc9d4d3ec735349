import { expect, onTestFinished, test } from 'vitest';
import { createRenderWithOrder, setUpOrder } from './testing.ts';
import type { OrderSetup } from './testing.ts';

function tick({ baseUrl, fetch, orderId }: OrderSetup, checked: boolean) {
  const url = `${baseUrl}/api/v0/checkout/orders/${orderId}/consents/ci_newsletter`;
  const headers = { 'content-type': 'application/json' };
  return fetch(url, { method: 'PATCH', headers, body: JSON.stringify({ checked }) });
}

test('a client reaches the order without a key, and expectConsent sees the stored value', async () => {
  const shop = setUpOrder();
  await shop.expectConsent('ci_newsletter', false);
  void tick(shop, true);
  await shop.expectConsent('ci_newsletter', true);
  shop.expectWrites([{ operation: 'patchConsent', consentId: 'ci_newsletter', value: true, attempt: 1 }]);
});

test('a failed expectation lists the writes that arrived', async () => {
  const shop = setUpOrder({}, { latency: 5 });
  shop.sandbox.faults.add({ kind: 'status', status: 500 });
  await tick(shop, true);
  await expect(shop.expectConsent('ci_newsletter', true, 20)).rejects.toThrow(
    /should hold ci_newsletter: true, but holds false\. Writes:\n.*"status":500/,
  );
  expect(() => shop.expectWrites([])).toThrow(
    /Expected writes:\nnone\nArrived:\n.*"operation":"patchConsent"/,
  );
  expect(() => shop.expectWrites([{ value: false }])).toThrow('Expected writes');
  expect(() => shop.expectWrites([{ value: true }, { value: true }])).toThrow('Expected writes');
  shop.expectWrites([], { consentId: 'ci_terms' });
});

test('settled waits for all requests and rejects if one never ends', async () => {
  const shop = setUpOrder({}, { latency: 20 });
  void tick(shop, true).then(() => tick(shop, false));
  await shop.settled();
  shop.expectWrites([
    { value: true, applied: true },
    { value: false, applied: true },
  ]);
  shop.sandbox.faults.add({ kind: 'hang' });
  void tick(shop, true);
  await expect(shop.settled(20)).rejects.toThrow('Requests are still under way.');
});

test('React takes updates during a wait as those of a page, and after it as those of a test', async () => {
  const page = globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean | undefined };
  onTestFinished(() => void delete page.IS_REACT_ACT_ENVIRONMENT);
  page.IS_REACT_ACT_ENVIRONMENT = true;
  const seen: unknown[] = [];
  const shop = setUpOrder({}, { latency: 20 });
  shop.sandbox.orders.subscribe(() => seen.push(page.IS_REACT_ACT_ENVIRONMENT));
  void tick(shop, true);
  await Promise.all([shop.settled(), shop.expectConsent('ci_newsletter', true)]);
  await expect(shop.expectConsent('ci_newsletter', false, 10)).rejects.toThrow('should hold');
  expect([seen, page.IS_REACT_ACT_ENVIRONMENT]).toEqual([[false], true]);
});

test('a page without React has no setting of it after a wait', async () => {
  await setUpOrder().settled();
  expect(globalThis).not.toHaveProperty('IS_REACT_ACT_ENVIRONMENT');
});

test('createRenderWithOrder combines render and providers of a shop', async () => {
  const renderWithOrder = createRenderWithOrder({
    render: (ui: string) => ({ container: `<body>${ui}</body>` }),
    wrap: (ui, { orderId }) => `<main id="${orderId}">${ui}</main>`,
  });
  const { container, orderId, expectConsent } = renderWithOrder('box', { id: 'o_1' });
  expect(container).toBe('<body><main id="o_1">box</main></body>');
  expect(orderId).toBe('o_1');
  await expectConsent('ci_terms', false);
});
