import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { setUpOrder } from '../../test/order.tsx';
import { expectWarnings, noLink } from '../../test/warnings.ts';
import { describeConformance } from '../../test/conformance.tsx';
import { TermsConsent } from './terms-consent.tsx';

describeConformance((props) => (
  <TermsConsent consentId="ci_terms" termsUrl="/terms" privacyUrl="/privacy" {...props} />
));

const names = () => screen.getAllByRole('link').map((link) => link.textContent);

test('with both, the terms are accepted and the privacy policy is read, each with a link that announces its new tab', async () => {
  const { show, holds } = setUpOrder();
  show(<TermsConsent consentId="ci_terms" termsUrl="/terms" privacyUrl="https://shop.example/privacy" />);
  const name = 'I accept the terms of purchase and have read the privacy policy';
  const box = await screen.findByRole('checkbox', { name });
  expect(names()).toEqual(['Terms of purchase (opens in a new tab)', 'Privacy policy (opens in a new tab)']);
  expect(box.closest<HTMLElement>('.nk-consent')?.dataset['kind']).toBe('agreement');
  await userEvent.click(box);
  await waitFor(() => expect(holds('ci_terms')).toBe(true));
});

test('with the terms alone, no text mentions a privacy policy', () => {
  const { show } = setUpOrder();
  show(<TermsConsent consentId="ci_terms" termsUrl="/terms" />);
  expect(screen.getByRole('checkbox', { name: /^I accept the terms of purchase/ })).toBeDefined();
  expect(names()).toEqual(['Terms of purchase (opens in a new tab)']);
});

test('with the privacy policy alone, nothing is accepted', () => {
  const { show } = setUpOrder();
  show(<TermsConsent consentId="ci_terms" privacyUrl="/privacy" />);
  expect(screen.getByRole('checkbox', { name: /^I have read the privacy policy/ })).toBeDefined();
  expect(names()).toEqual(['Privacy policy (opens in a new tab)']);
});

test('the words and further links of the shop go along', () => {
  const { show } = setUpOrder();
  const links = [{ href: '/returns', text: 'Returns' }];
  show(<TermsConsent consentId="ci_terms" termsUrl="/terms" label="I agree" links={links} />);
  expect(screen.getByRole('checkbox', { name: /^I agree/ })).toBeDefined();
  expect(names()).toEqual(['Terms of purchase (opens in a new tab)', 'Returns (opens in a new tab)']);
});

test('words that a shop leaves undefined are the ready ones', () => {
  const { show } = setUpOrder();
  show(<TermsConsent consentId="ci_terms" termsUrl="/terms" label={undefined} lang={undefined} />);
  const box = screen.getByRole<HTMLInputElement>('checkbox', { name: /^I accept the terms of purchase/ });
  expect(box.labels?.[0]?.querySelector('[lang]')?.getAttribute('lang')).toBe('en');
});

test('terms and privacy policy may be the same page', () => {
  const { show } = setUpOrder();
  show(<TermsConsent consentId="ci_terms" termsUrl="/legal" privacyUrl="/legal" />);
  expect(names()).toEqual(['Terms of purchase (opens in a new tab)', 'Privacy policy (opens in a new tab)']);
});

test('HC2: terms at an address that must not be opened are named, and not linked', () => {
  expectWarnings(noLink('ci_terms', 'Terms of purchase', '"javascript:alert(1)"'));
  const { show } = setUpOrder();
  show(<TermsConsent consentId="ci_terms" termsUrl="javascript:alert(1)" />);
  expect(screen.queryByRole('link')).toBeNull();
  expect(screen.getByText('Terms of purchase')).toBeDefined();
});
