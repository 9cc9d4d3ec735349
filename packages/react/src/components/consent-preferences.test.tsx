import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { setUpOrder } from '../../test/order.tsx';
import { describeConformance } from '../../test/conformance.tsx';
import { ConsentPreferences } from './consent-preferences.tsx';

describeConformance((props) => <ConsentPreferences {...props} />);

test('one click withdraws a consent, and another one gives it again', async () => {
  const { sandbox, orderId, show, holds, values } = setUpOrder({ unknowns: { lateWrites: 'accept' } });
  sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
  sandbox.orders.setStatus(orderId, 'completed');
  show(<ConsentPreferences />);
  const box = await screen.findByRole<HTMLInputElement>('checkbox');
  expect(box.checked).toBe(true);
  await userEvent.click(box);
  await waitFor(() => expect(holds('ci_newsletter')).toBe(false));
  await userEvent.click(box);
  await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
  expect(values('ci_newsletter')).toEqual([false, true]);
});

test('an order that takes no more answers shows a note instead', async () => {
  const { sandbox, orderId, show } = setUpOrder();
  sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
  sandbox.orders.setStatus(orderId, 'completed');
  show(<ConsentPreferences />);
  const box = await screen.findByRole<HTMLInputElement>('checkbox');
  await userEvent.click(box);
  await waitFor(() =>
    expect(screen.getByRole('status').textContent).toMatch(/already been placed\. The box stays ticked/),
  );
  expect(box.checked).toBe(true);
});

test('has a heading of the given level, and leaves required consents out', async () => {
  const { show } = setUpOrder();
  show(<ConsentPreferences headingLevel={3} />);
  await screen.findByRole('heading', { level: 3, name: 'Your choices' });
  expect(screen.getByRole('group', { name: 'Your choices', description: /change your mind/ })).toBeDefined();
  expect(screen.getAllByRole('checkbox')).toHaveLength(1);
});

test('a page selects the consents and the texts', async () => {
  const { show } = setUpOrder();
  show(<ConsentPreferences filter={() => true} title="Consents" description="Yours to change" />);
  await screen.findByRole('group', { name: 'Consents', description: 'Yours to change' });
  expect(screen.getAllByRole('checkbox')).toHaveLength(2);
});

test('a page may leave out the description', async () => {
  const { show } = setUpOrder();
  show(<ConsentPreferences description={null} />);
  await screen.findByRole('group', { name: 'Your choices' });
  expect(document.querySelector('.nk-consent-description')).toBeNull();
});
