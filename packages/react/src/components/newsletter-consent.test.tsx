import { readEvidence } from '@norce-kit/core';
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createRef } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { setUpOrder } from '../../test/order.tsx';
import { consentEvidence } from '../order/evidence.ts';
import { orderQueryKey } from '../order/order-query.ts';
import { da } from '../locales/da.ts';
import { de } from '../locales/de.ts';
import { en } from '../locales/en.ts';
import { fi } from '../locales/fi.ts';
import { nb } from '../locales/nb.ts';
import { sv } from '../locales/sv.ts';
import { describeConformance } from '../../test/conformance.tsx';
import { NewsletterConsent } from './newsletter-consent.tsx';
import type { NewsletterChannelConsent } from './newsletter-consent.tsx';

afterEach(() => {
  sessionStorage.clear();
  vi.restoreAllMocks();
});

describeConformance((props) => <NewsletterConsent consentId="ci_newsletter" {...props} />);

const channels = { email: 'ci_email', sms: 'ci_sms' };
const setUpChannels = () => setUpOrder({}, { consents: [{ id: 'ci_email' }, { id: 'ci_sms' }] });
const kindOf = (box: Element) => box.closest<HTMLElement>('.nk-consent')?.dataset['kind'];

test('is a consent, empty, and not required', () => {
  const { show, writes } = setUpOrder();
  show(<NewsletterConsent consentId="ci_newsletter" />);
  const box = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Send me news and offers by email' });
  expect([box.checked, box.required, kindOf(box)]).toEqual([false, false, 'consent']);
  expect(writes()).toEqual([]);
});

test('the words of the shop replace the ready ones', () => {
  const { show } = setUpOrder();
  show(
    <NewsletterConsent consentId="ci_newsletter" description="Once a month">
      Our letter
    </NewsletterConsent>,
  );
  expect(screen.getByRole('checkbox', { name: 'Our letter', description: /Once a month/ })).toBeDefined();
});

test('words that a shop leaves undefined are the ready ones', () => {
  const { show } = setUpOrder();
  show(<NewsletterConsent consentId="ci_newsletter" label={undefined} description={undefined} />);
  const box = { name: 'Send me news and offers by email', description: /at any time/ };
  expect(screen.getByRole('checkbox', box)).toBeDefined();
});

test('LG4: a ready text beside a text of the shop in another language has its own lang', () => {
  const { show } = setUpOrder();
  show(<NewsletterConsent consentId="ci_newsletter" label="Our letter" lang="en" />, { locale: de });
  expect(screen.getByText('Our letter').lang).toBe('en');
  expect(screen.getByText(de.messages.newsletterDescription).lang).toBe('de');
});

test('each channel has a box of its own in a named group, and an answer is for one channel', async () => {
  const { show, holds } = setUpChannels();
  const onCheckedChange = vi.fn();
  show(<NewsletterConsent channels={channels} onCheckedChange={onCheckedChange} />);
  expect(screen.getByRole('group', { name: 'News and offers' })).toBeDefined();
  const [email, sms] = screen.getAllByRole<HTMLInputElement>('checkbox');
  await userEvent.click(
    screen.getByRole('checkbox', { name: 'Send me news and offers by text message (SMS)' }),
  );
  await waitFor(() => expect(holds('ci_sms')).toBe(true));
  expect([email?.checked, sms?.checked, holds('ci_email')]).toEqual([false, true, false]);
  expect(onCheckedChange).toHaveBeenCalledExactlyOnceWith(true, expect.anything(), 'sms');
});

const ready = ['email', 'sms', 'whatsapp', 'post', 'phone', 'push'] as const;

test.each([en, sv, nb, da, fi, de].map((locale) => [locale.tag, locale] as const))(
  'CH1: %s has words for each ready channel, in the order given',
  (_, locale) => {
    const list = [...ready].reverse().map((channel) => ({ channel, consentId: `ci_${channel}` }));
    const { show } = setUpOrder({}, { consents: list.map(({ consentId }) => ({ id: consentId })) });
    show(<NewsletterConsent channels={list} />, { locale });
    const { messages } = locale;
    const boxes = screen.getAllByRole('checkbox');
    const words = [
      [messages.newsletterPushLabel, messages.newsletterPushDescription],
      [messages.newsletterPhoneLabel, messages.newsletterPhoneDescription],
      [messages.newsletterPostLabel, messages.newsletterPostDescription],
      [messages.newsletterWhatsappLabel, messages.newsletterWhatsappDescription],
      [messages.newsletterSmsLabel, messages.newsletterSmsDescription],
      [messages.newsletterLabel, messages.newsletterDescription],
    ];
    expect(boxes).toHaveLength(words.length);
    words.forEach(([name = '', description = ''], index) =>
      expect(screen.getByRole('checkbox', { name, description: `${description} ` })).toBe(boxes[index]),
    );
  },
);

test('CH1: a channel of the shop has its words, and its consent alone is answered', async () => {
  const list = [
    { channel: 'email', consentId: 'ci_email' },
    { channel: 'fax', consentId: 'ci_fax', label: 'By fax', description: 'On paper', lang: 'en' },
  ] as const;
  const { show, holds, sandbox, orderId } = setUpOrder(
    {},
    { consents: [{ id: 'ci_email' }, { id: 'ci_fax' }] },
  );
  const onCheckedChange = vi.fn();
  show(<NewsletterConsent channels={list} onCheckedChange={onCheckedChange} />, {
    evidence: consentEvidence(),
  });
  await userEvent.click(screen.getByRole('checkbox', { name: 'By fax', description: /On paper/ }));
  await waitFor(() => expect(holds('ci_fax')).toBe(true));
  expect(holds('ci_email')).toBe(false);
  expect(onCheckedChange).toHaveBeenCalledExactlyOnceWith(true, expect.anything(), 'fax');
  await waitFor(() =>
    expect(sandbox.orders.get(orderId)?.attributes['consent-evidence-ci_fax']).toEqual([
      expect.objectContaining({ consentId: 'ci_fax', checked: true, lang: 'en' }),
    ]),
  );
});

test('CH2: development warns of one consent for two channels', () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined);
  const { show } = setUpOrder({}, { consents: [{ id: 'ci_both' }] });
  const list: readonly NewsletterChannelConsent[] = [
    { channel: 'email', consentId: 'ci_both' },
    { channel: 'sms', consentId: 'ci_both' },
  ];
  show(<NewsletterConsent channels={list} />);
  expect(warn.mock.calls.flat()).toEqual([
    'norce-kit: the consent “ci_both” is given for two channels of a newsletter. Create a consent for each channel.',
  ]);
});

test('CH3: a channel without words shows the text of the order, and warns', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined);
  const consents = [{ id: 'ci_post', text: 'Letters from us' }];
  const { show, sandbox, orderId } = setUpOrder({}, { culture: 'en-GB', consents });
  show(<NewsletterConsent channels={[{ channel: 'post', consentId: 'ci_post' }]} />, {
    evidence: consentEvidence(),
  });
  await userEvent.click(await screen.findByRole('checkbox', { name: 'Letters from us' }));
  expect(warn.mock.calls.flat()).toEqual([expect.stringContaining('the channel “post”')]);
  const records = () => readEvidence(sandbox.orders.get(orderId) ?? {}, 'ci_post');
  await waitFor(() => expect(records()).toMatchObject([{ lang: 'en-GB' }]));
  expect(records()[0]?.textVersion).toBeUndefined();
});

test('a group of channels takes class, style and legend, and its ref is the first box', () => {
  const { show } = setUpChannels();
  const ref = createRef<HTMLInputElement>();
  const { container } = show(
    <NewsletterConsent
      ref={ref}
      channels={{ sms: 'ci_sms' }}
      className="mine"
      style={{ margin: 4 }}
      legend="News"
    />,
  );
  const group = container.firstElementChild as HTMLElement;
  expect([group.className, group.style.margin]).toEqual(['nk-consent-group mine', '4px']);
  expect(screen.getByRole('group', { name: 'News' })).toBe(group);
  expect(ref.current).toBe(screen.getByRole('checkbox'));
});

test('warns once of a newsletter that is ticked without a tick in this tab', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const consents = [{ id: 'ci_preticked', checked: true }];
  const { show } = setUpOrder({}, { consents });
  show(
    <>
      <NewsletterConsent consentId="ci_preticked" />
      <NewsletterConsent consentId="ci_preticked" />
    </>,
  );
  await waitFor(() => expect(screen.getAllByRole('checkbox')[0]).toHaveProperty('checked', true));
  await waitFor(() => expect(warn.mock.calls).toEqual([[expect.stringContaining('“ci_preticked” ticked')]]));
});

test('a newsletter stays on a page whose host writes null in place of the order', async () => {
  const { queryClient, orderId, show, holds } = setUpOrder();
  queryClient.setQueryData(orderQueryKey(orderId), null);
  show(<NewsletterConsent consentId="ci_newsletter" />);
  await waitFor(() => expect(queryClient.getQueryData(orderQueryKey(orderId))).not.toBeNull());
  act(() => void queryClient.setQueryData(orderQueryKey(orderId), null));
  await userEvent.click(screen.getByRole('checkbox'));
  await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
});

test('a tick of the shopper is not taken for one of the shop, nor after a reload', async () => {
  const order = setUpOrder({}, { consents: [{ id: 'ci_ticked_here' }] });
  const view = order.show(<NewsletterConsent consentId="ci_ticked_here" />);
  await userEvent.click(screen.getByRole('checkbox'));
  await screen.findByText('Saved');
  view.unmount();
  order.queryClient.clear();
  order.show(<NewsletterConsent consentId="ci_ticked_here" />, { client: { ...order.client } });
  await waitFor(() => expect(screen.getByRole('checkbox')).toHaveProperty('checked', true));
  await act(async () => Promise.resolve());
});

test('the evidence of an answer names the ready wording by language and version, and a shop its own', async () => {
  const { show, sandbox, orderId } = setUpOrder({}, { consents: [{ id: 'ci_ready' }, { id: 'ci_own' }] });
  const kept = (id: string) => sandbox.orders.get(orderId)?.attributes[`consent-evidence-${id}`];
  show(
    <>
      <NewsletterConsent consentId="ci_ready" />
      <NewsletterConsent consentId="ci_own" label="Our letter" lang="en" wordingVersion="2026-11" />
    </>,
    { locale: de, evidence: consentEvidence() },
  );
  await userEvent.click(screen.getByRole('checkbox', { name: de.messages.newsletterLabel }));
  await userEvent.click(screen.getByRole('checkbox', { name: 'Our letter' }));
  await waitFor(() =>
    expect(kept('ci_ready')).toEqual([
      expect.objectContaining({ checked: true, lang: 'de', textVersion: de.version }),
    ]),
  );
  await waitFor(() =>
    expect(kept('ci_own')).toEqual([expect.objectContaining({ lang: 'en', textVersion: '2026-11' })]),
  );
});
