import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { setUpOrder } from '../../test/order.tsx';
import { recordWarnings, uniqueId } from '../../test/warnings.ts';
import { NewsletterConsent } from '../components/newsletter-consent.tsx';
import { TermsConsent } from '../components/terms-consent.tsx';
import { de } from './de.ts';
import { fi } from './fi.ts';
import { sv } from './sv.ts';
import type { Locale } from '../texts/messages.ts';

test('LG3: a box uses the language of the provider, in later texts too', async () => {
  const { show } = setUpOrder();
  const { container } = show(<NewsletterConsent consentId="ci_newsletter" />, { locale: sv });
  const box = screen.getByRole('checkbox', { name: 'Jag vill få nyheter och erbjudanden via e-post' });
  expect(container.querySelector('.nk-consent')?.getAttribute('lang')).toBe('sv');
  await userEvent.click(box);
  await screen.findByText('Sparat');
  expect(container.textContent).not.toMatch(/[Yy]ou|Saved/);
});

test('LG3: the mark of a required box and the note of a link come from the catalogue', () => {
  const { show } = setUpOrder();
  show(<TermsConsent consentId="ci_terms" termsUrl="/ehdot" required />, { locale: fi });
  screen.getByRole('checkbox', { name: 'Hyväksyn tilausehdot' });
  screen.getByText('(pakollinen)');
  screen.getByRole('link', { name: 'Tilausehdot (avautuu uuteen välilehteen)' });
});

test('LG3: messages of the shop replace those of the locale', () => {
  const { show } = setUpOrder();
  show(<NewsletterConsent consentId="ci_newsletter" />, {
    locale: de,
    messages: { newsletterLabel: 'Post von uns' },
  });
  screen.getByRole('checkbox', {
    name: 'Post von uns',
    description: new RegExp(de.messages.newsletterDescription),
  });
});

test('a locale that is only a name is English, and warns once with the import that it takes', () => {
  const { list } = recordWarnings();
  const name = uniqueId('sv');
  setUpOrder().show(<NewsletterConsent consentId="ci_newsletter" />, { locale: name as never });
  screen.getByText(/You can unsubscribe at any time/);
  expect(list()).toEqual([
    `norce-kit: the prop locale is no locale but "${name}". ` +
      "Import one, such as { sv } from '@norce-kit/react/locales/sv', and pass it.",
  ]);
});

test('LG3: a text that a locale lacks is English, and warns once', () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined);
  // A language of the shop's own, in a page that no compiler has seen.
  const messages = { ...sv.messages, newsletterDescription: undefined as unknown as string };
  const locale: Locale = { ...sv, tag: 'se', messages };
  const { show } = setUpOrder();
  const { rerender } = show(<NewsletterConsent consentId="ci_newsletter" />, { locale });
  rerender(setUpOrder().page(<NewsletterConsent consentId="ci_newsletter" />, { locale }));
  screen.getByText(/You can unsubscribe at any time/);
  expect(warn.mock.calls.flat()).toEqual([
    'norce-kit: the locale se has no text “newsletterDescription”, so the English one is shown.',
  ]);
});
