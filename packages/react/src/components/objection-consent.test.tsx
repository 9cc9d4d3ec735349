import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { setUpOrder } from '../../test/order.tsx';
import { en } from '../locales/en.ts';
import { describeConformance } from '../../test/conformance.tsx';
import { ObjectionConsent } from './objection-consent.tsx';

describeConformance((props) => <ObjectionConsent consentId="ci_newsletter" {...props} />);

test('a tick is a refusal: in words, in kind, for the shop and on the order', async () => {
  const { show, holds } = setUpOrder({}, { consents: [{ id: 'ci_no_offers', required: true }] });
  const onObjectionChange = vi.fn();
  show(<ObjectionConsent consentId="ci_no_offers" onObjectionChange={onObjectionChange} />);
  const box = screen.getByRole<HTMLInputElement>('checkbox', {
    name: 'No thanks, do not send me offers by email',
    description: /Tick the box if you do not want them/,
  });
  expect([box.checked, box.required]).toEqual([false, false]);
  expect(box.closest<HTMLElement>('.nk-consent')?.dataset['kind']).toBe('objection');
  await userEvent.click(box);
  await waitFor(() => expect(holds('ci_no_offers')).toBe(true));
  expect(onObjectionChange).toHaveBeenCalledExactlyOnceWith(true, expect.anything());
});

test('the words of the shop replace the ready ones', () => {
  const { show } = setUpOrder();
  show(<ObjectionConsent consentId="ci_newsletter" label="No offers, please" description="We send few" />);
  expect(
    screen.getByRole('checkbox', { name: 'No offers, please', description: /We send few/ }),
  ).toBeDefined();
});

test('words that a shop leaves undefined are the ready ones', () => {
  const { show } = setUpOrder();
  show(<ObjectionConsent consentId="ci_newsletter" label={undefined} description={undefined} />);
  const box = { name: 'No thanks, do not send me offers by email', description: /Tick the box/ };
  expect(screen.getByRole('checkbox', box)).toBeDefined();
});

test('LG4: a ready text beside a text of the shop in another language has its own lang', () => {
  const { show } = setUpOrder();
  show(<ObjectionConsent consentId="ci_newsletter" label="Inga erbjudanden" lang="sv" />, { locale: en });
  expect(screen.getByText('Inga erbjudanden').lang).toBe('sv');
  const description = screen.getByText(en.messages.objectionDescription);
  expect(description.closest<HTMLElement>('[lang]')?.lang).toBe('en');
});
