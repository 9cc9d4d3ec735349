import { OrderDevtools } from '@norce-kit/react/devtools';
import { screen, waitFor, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { Box, click, setUpOrder } from '../test/order.tsx';

const row = (consentId: string) =>
  within(screen.getByRole('row', { name: new RegExp(`^${consentId} `) }))
    .getAllByRole('cell')
    .map(({ textContent }) => textContent);

test('shows the values of each consent, the blockers of the gate and the last events', async () => {
  const { show, sandbox, orderId } = setUpOrder({ latency: 40 });
  show(
    <>
      <Box />
      <OrderDevtools />
    </>,
  );
  const panel = await screen.findByRole('group');
  panel.setAttribute('open', '');
  await screen.findByText(/The shopper may not go on: ci_terms is missing/);
  expect(row('ci_newsletter')).toEqual(['–', 'not ticked', '–', 'idle', '']);
  click();
  expect(row('ci_newsletter')).toEqual(['ticked', 'not ticked', 'ticked', 'idle', '']);
  await waitFor(() => expect(row('ci_newsletter')).toEqual(['–', 'ticked', '–', 'saved', '']));
  expect(screen.getByRole('list', { name: 'Last events' }).textContent).toMatch(
    /consent-saved ci_newsletter, ticked/,
  );

  sandbox.orders.setStatus(orderId, 'completed');
  click();
  await screen.findByText(/consent-not-saved ci_newsletter, not ticked/);
  expect(row('ci_newsletter')).toEqual([
    'not ticked',
    'ticked',
    '–',
    'not-saved',
    expect.stringMatching(/^patchConsent: /),
  ]);
});

test('a production build shows nothing', async () => {
  vi.stubEnv('NODE_ENV', 'production');
  vi.resetModules();
  const { OrderDevtools: Nothing } = await import('./devtools.tsx');
  expect(Nothing({})).toBeNull();
  vi.unstubAllEnvs();
});
