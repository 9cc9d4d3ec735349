import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactElement, ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import { setUpOrder } from '../../test/order.tsx';
import { expectWarnings, noLink, noWords } from '../../test/warnings.ts';
import { en } from '../locales/en.ts';
import { sv } from '../locales/sv.ts';
import type { Locale } from '../texts/messages.ts';
import { ConsentCheckbox } from './consent-checkbox.tsx';
import { NewsletterConsent } from './newsletter-consent.tsx';

const box = (name?: string) =>
  screen.getByRole<HTMLInputElement>('checkbox', name === undefined ? {} : { name });
const root = () => document.querySelector('.nk-consent') as HTMLElement;

async function setUpNews(text?: string) {
  const order = setUpOrder({}, { consents: [{ id: 'ci_news', ...(text !== undefined && { text }) }] });
  return { ...order, initialOrder: await order.client.getOrder(order.orderId) };
}

test("the label is `label`, else the children, else the order's text", async () => {
  const { page, initialOrder } = await setUpNews('From the order');
  const view = render(page(<ConsentCheckbox consentId="ci_news" />, { initialOrder }));
  const show = (element: ReactElement) => view.rerender(page(element, { initialOrder }));
  expect(box().labels?.[0]?.textContent.trim()).toBe('From the order');
  show(<ConsentCheckbox consentId="ci_news">Children</ConsentCheckbox>);
  expect(box('Children')).toBeDefined();
  show(
    <ConsentCheckbox consentId="ci_news" label="Label">
      Children
    </ConsentCheckbox>,
  );
  expect(box('Label')).toBeDefined();
  show(<ConsentCheckbox consentId="ci_news" label={0} />);
  expect(box('0')).toBeDefined();
});

for (const label of ['', ' ', null, false]) {
  test(`SE11: a label without words, ${JSON.stringify(label)}, is replaced by the order's`, async () => {
    const { show, initialOrder } = await setUpNews('From the order');
    show(<ConsentCheckbox consentId="ci_news" label={label} />, { initialOrder });
    expect(box('From the order')).toBeDefined();
  });
}

test('SE11: an order whose wording is blank still has a box with a name', async () => {
  expectWarnings(noWords('ci_news'));
  const { show, initialOrder } = await setUpNews('  ');
  show(<ConsentCheckbox consentId="ci_news" />, { initialOrder });
  expect(box('ci_news')).toBeDefined();
});

test('a label with markup keeps it, and announcements repeat its words alone', async () => {
  const { sandbox, show } = setUpOrder();
  sandbox.faults.add({ kind: 'status', status: 403, operation: 'patchConsent' });
  show(
    <ConsentCheckbox
      consentId="ci_newsletter"
      label={
        <>
          Our <em>monthly</em> letter{['.']}
        </>
      }
    />,
  );
  expect(document.querySelector('label em')).not.toBeNull();
  fireEvent.click(box('Our monthly letter.'));
  await waitFor(() =>
    expect(screen.getByRole('status').textContent).toBe(
      'Our monthly letter: Not saved. The box is still unticked.',
    ),
  );
});

test('warns once of a label that a component renders, and of no other', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const Translated = () => <>Send me news</>;
  const Link = ({ children }: { children: ReactNode }) => <a href="#terms">{children}</a>;
  const { page } = setUpOrder();
  const view = render(page(<ConsentCheckbox consentId="ci_newsletter" label={<Translated />} />));
  view.rerender(page(<ConsentCheckbox consentId="ci_newsletter" label={<Translated />} title="again" />));
  expect(box('Send me news')).toBeDefined();
  expect(warn.mock.calls).toEqual([[expect.stringContaining('the label of “ci_newsletter”')]]);
  for (const label of [<Link key="link">the terms</Link>, 'News', null, undefined]) {
    view.rerender(page(<ConsentCheckbox consentId="ci_terms" label={label} />));
  }
  expect(warn).toHaveBeenCalledTimes(1);
  warn.mockRestore();
});

for (const nothing of [null, false, '']) {
  test(`a description that is ${JSON.stringify(nothing)}, and a list without links, take no room`, () => {
    const { show } = setUpOrder();
    show(<ConsentCheckbox consentId="ci_newsletter" label="News" description={nothing} links={[]} />);
    expect(document.querySelector('.nk-consent-description, ul')).toBeNull();
    expect(screen.getByRole('checkbox', { description: '' })).toBe(box());
  });
}

// That a click on it does not tick the box is up to the browser; jsdom does not know it.
test('HC3: a link inside the label can be reached and opened', async () => {
  const { show } = setUpOrder();
  const onClick = vi.fn((event: { defaultPrevented: boolean }) => expect(event.defaultPrevented).toBe(false));
  show(
    <ConsentCheckbox consentId="ci_newsletter">
      I accept{' '}
      <a href="#terms" onClick={onClick}>
        the terms
      </a>
    </ConsentCheckbox>,
  );
  await userEvent.click(screen.getByRole('link', { name: 'the terms' }));
  expect(onClick).toHaveBeenCalledTimes(1);
  screen.getByRole('link').focus();
  await userEvent.keyboard('{Enter}');
  expect(onClick).toHaveBeenCalledTimes(2);
});

test('HC3: links come after the box, open in a new tab and are marked so', async () => {
  const { show, writes } = setUpOrder();
  const links = [{ href: 'https://shop.example/news', text: 'What we send' }];
  show(<ConsentCheckbox consentId="ci_newsletter" label="News" links={links} />);
  const link = screen.getByRole('link', { name: 'What we send (opens in a new tab)' });
  expect([link.getAttribute('target'), link.getAttribute('rel')]).toEqual(['_blank', 'noopener']);
  await userEvent.tab();
  expect(document.activeElement).toBe(box());
  await userEvent.tab();
  expect(document.activeElement).toBe(link);
  expect(writes()).toEqual([]);
});

test('HC2: an address that must not be opened is shown as words', () => {
  expectWarnings(noLink('ci_newsletter', 'Terms', '"java\\tscript:alert(1)"'));
  const { show } = setUpOrder();
  const links = [{ href: 'java\tscript:alert(1)', text: 'Terms' }];
  show(<ConsentCheckbox consentId="ci_newsletter" label="News" links={links} />);
  expect(screen.getByText('Terms')).toBeDefined();
  expect(screen.queryByRole('link')).toBeNull();
});

test('LG4: a label in another language than the page has its lang, and the messages have theirs', () => {
  const { show } = setUpOrder();
  show(
    <ConsentCheckbox consentId="ci_newsletter" label="Nyhetsbrev" description="Mer" lang="sv" readOnly />,
    {
      locale: en,
    },
  );
  expect(screen.getByText('Nyhetsbrev').closest('[lang]')?.getAttribute('lang')).toBe('sv');
  expect(screen.getByText('Mer').closest('[lang]')?.getAttribute('lang')).toBe('sv');
  expect(screen.getByText('This cannot be changed here.').closest('[lang]')?.getAttribute('lang')).toBe('en');
});

test('LG1: an inserted wording runs in its own direction', async () => {
  const { sandbox, show } = setUpOrder();
  sandbox.faults.add({ kind: 'status', status: 403, operation: 'patchConsent' });
  show(<ConsentCheckbox consentId="ci_newsletter" label="أوافق" lang="ar" />);
  fireEvent.click(box());
  await waitFor(() => expect(document.querySelector('bdi[lang="ar"]')?.textContent).toContain('أوافق'));
});

test('LG3: every text comes from the locale, and those given to the provider go before', () => {
  const { show } = setUpOrder();
  show(<NewsletterConsent consentId="ci_newsletter" readOnly />, {
    locale: sv,
    messages: { newsletterDescription: '只有好消息' },
  });
  expect(box(sv.messages.newsletterLabel)).toBeDefined();
  expect(screen.getByText('只有好消息')).toBeDefined();
  expect(screen.getByRole('status').textContent).toBe(sv.messages.readOnly);
  expect(root().lang).toBe('sv');
});

test('LG3: a text the locale lacks is English with lang="en", and warns once', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const messages = { ...sv.messages, newsletterLabel: undefined };
  const locale = { ...sv, tag: 'sv-x-old', messages } as unknown as Locale;
  const { page } = setUpOrder();
  const view = render(page(<NewsletterConsent consentId="ci_newsletter" />, { locale }));
  view.rerender(page(<NewsletterConsent consentId="ci_newsletter" title="again" />, { locale }));
  expect(screen.getByText(en.messages.newsletterLabel).lang).toBe('en');
  expect(screen.getByText(sv.messages.newsletterDescription).lang).toBe('sv-x-old');
  expect(warn.mock.calls).toEqual([[expect.stringContaining('“newsletterLabel”')]]);
  warn.mockRestore();
});

test('LG3: texts given without a locale need not be complete', () => {
  const { show } = setUpOrder();
  show(<ConsentCheckbox consentId="ci_newsletter" label="News" readOnly />, {
    messages: { retry: 'Noch einmal' },
  });
  expect(screen.getByRole('status').textContent).toBe(en.messages.readOnly);
});

test('every part can get a class, and own markup around the parts keeps label, description and status in place', async () => {
  const { show, holds } = setUpOrder();
  show(
    <ConsentCheckbox
      consentId="ci_newsletter"
      label="News"
      description="Monthly"
      classNames={{ box: 'my-box', label: 'my-label', 'status-text': 'my-status' }}
      render={({ box: input, label, description, links, status, consent }) => (
        <section>
          <h3>{consent.checked ? 'Yes' : 'No'}</h3>
          {status}
          {label}
          {description}
          {links}
          {input}
        </section>
      )}
    />,
  );
  expect(box().className).toBe('nk-consent-box my-box');
  expect(box().labels?.[0]?.className).toBe('nk-consent-label my-label');
  await userEvent.click(screen.getByText('News'));
  await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
  expect((await screen.findByText('Saved')).className).toBe('nk-consent-status-text my-status');
  expect(screen.getByRole('heading', { name: 'Yes' })).toBeDefined();
  expect(screen.getByRole('checkbox', { name: 'News', description: /^Monthly\s*$/ })).toBe(box());
});
