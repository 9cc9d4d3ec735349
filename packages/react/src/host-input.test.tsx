import type { Order } from '@norce-kit/core';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Component } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Box, setUpOrder } from '../test/order.tsx';
import { expectWarnings, noLink, noWords } from '../test/warnings.ts';
import {
  ConsentCheckbox,
  ConsentErrorSummary,
  ConsentGroup,
  NewsletterConsent,
  TermsConsent,
  useConsentGate,
} from './index.ts';
import { sv } from './locales/sv.ts';
import type { OrderProviderProps } from './provider.tsx';
import type { Locale, Messages } from './texts/messages.ts';

const terms = { consents: [{ id: 'ci_terms', text: 'Terms', required: true }] };
const goOn = () => userEvent.click(screen.getByRole('button', { name: 'Go on' }));
const title = () => screen.findByRole('heading', { level: 2 }).then(({ textContent }) => textContent);

function GoOn(): ReactElement {
  const { getSubmitProps } = useConsentGate();
  return (
    <button type="button" {...getSubmitProps()}>
      Go on
    </button>
  );
}

/** Shows a box without a tick and a summary, and tries to go on. */
async function refuse(props: Partial<OrderProviderProps>, box = <ConsentCheckbox consentId="ci_terms" />) {
  const { show } = setUpOrder({}, terms);
  show(
    <>
      <ConsentErrorSummary />
      {box}
      <GoOn />
    </>,
    props,
  );
  await screen.findByRole('checkbox');
  await goOn();
}

/** Listens to what reaches the global error handlers, as error trackers do. */
function listenToErrors(): readonly string[] {
  const messages: string[] = [];
  const onError = (event: ErrorEvent) => {
    event.preventDefault();
    messages.push((event.error as Error).message);
  };
  window.addEventListener('error', onError);
  vi.stubGlobal('reportError', (error: Error) => void messages.push(error.message));
  onTestFinished(() => {
    window.removeEventListener('error', onError);
    vi.unstubAllGlobals();
  });
  return messages;
}

test.each<[string, string, string]>([
  ['pt_BR', 'Det återstår 1 sak innan du kan gå vidare', 'pt-BR'],
  ['sv_SE.UTF-8', 'Det återstår 1 sak innan du kan gå vidare', 'sv-SE'],
  ['sv_SE@euro', 'Det återstår 1 sak innan du kan gå vidare', 'sv-SE'],
  ['', 'Det återstår 1 sak innan du kan gå vidare', ''],
  ['svenska (Sverige)', 'Det återstår 1 sak innan du kan gå vidare', ''],
  ['x'.repeat(1_000), 'Det återstår 1 sak innan du kan gå vidare', ''],
])('HC11: a refused attempt is explained with the language tag %j', async (tag, expected, lang) => {
  await refuse({ locale: { ...sv, tag } });
  expect(await title()).toBe(expected);
  const box = screen.getByRole('checkbox').closest('.nk-consent');
  expect(box?.getAttribute('lang') ?? '').toBe(lang);
});

test.each<[string, unknown]>([
  ['a tag that is missing', { ...sv, tag: undefined }],
  ['a tag that is a number', { ...sv, tag: 46 }],
  ['no messages', { tag: 'sv', version: '1' }],
  ['null', null],
])('HC11: a refused attempt is explained with a locale with %s', async (_, locale) => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  onTestFinished(() => warn.mockRestore());
  await refuse({ locale: locale as Locale });
  expect(await title()).toMatch(/1/);
});

test.each<[string, unknown]>([
  ['null', null],
  ['a string', 'Look here'],
  ['a number', 5],
  ['plural forms without other', { few: '{count} things' }],
  ['plural forms that are null', { one: null, other: null }],
])('HC11: a refused attempt is explained when the title is %s', async (_, summaryTitle) => {
  await refuse({ messages: { summaryTitle } as unknown as Partial<Messages> });
  expect(await title()).toMatch(/^There (is 1 thing|are 1 things) to do/);
});

test('HC11: a text of the shop that is not a string is replaced by the ready one', async () => {
  const messages = { termsLabel: null, termsLink: 3, required: {}, summaryMissing: [] };
  await refuse(
    { messages: messages as unknown as Partial<Messages> },
    <TermsConsent consentId="ci_terms" termsUrl="/terms" />,
  );
  expect(await title()).toMatch(/1 thing/);
  screen.getByRole('checkbox', { name: 'I accept the terms of purchase' });
  screen.getByRole('link', { name: /^Terms of purchase/ });
});

test('HC11: a link without a URL is shown as text', async () => {
  expectWarnings(noLink('ci_terms', 'Link null', 'no text'), noLink('ci_terms', 'Link 7', 'no text'));
  const { show } = setUpOrder({}, terms);
  const links = [null, 7].map((href) => ({ href: href as unknown as string, text: `Link ${href}` }));
  show(<TermsConsent consentId="ci_terms" termsUrl="/terms" links={links} />);
  await screen.findByRole('checkbox');
  expect(screen.getAllByRole('link').map(({ textContent }) => textContent)).toEqual([
    'Terms of purchase (opens in a new tab)',
  ]);
  screen.getByText('Link null');
});

test('HC11: an id that no URL can contain does not keep the summary from rendering', async () => {
  await refuse({}, <ConsentCheckbox consentId="ci_terms" id={'box \uD800'} />);
  await userEvent.click(await screen.findByRole('link', { name: 'Tick “Terms”.' }));
  expect(document.activeElement).toBe(screen.getByRole('checkbox'));
});

test.each([[null], [''], [7], [{}]])(
  'HC11: a consent whose id is %j has no box, and a refused attempt names the others',
  async (id) => {
    const { show, client } = setUpOrder({}, terms);
    const getOrder: typeof client.getOrder = async (...call) => {
      const order = await client.getOrder(...call);
      const nameless = { id: id as unknown as string, text: 'Nameless', required: true };
      return { ...order, consents: [nameless, ...(order.consents ?? [])] };
    };
    show(
      <>
        <ConsentErrorSummary />
        <ConsentGroup />
        <GoOn />
      </>,
      { client: { ...client, getOrder } },
    );
    await screen.findByRole('checkbox', { name: 'Terms' });
    await goOn();
    expect(await title()).toBe('There is 1 thing to do before you can go on');
    expect(screen.getAllByRole('checkbox')).toHaveLength(1);
  },
);

test('HC11: an initial order that is null is read', async () => {
  const { show } = setUpOrder({}, terms);
  show(<ConsentCheckbox consentId="ci_terms" />, { initialOrder: null as unknown as Order });
  await screen.findByRole('checkbox', { name: 'Terms' });
});

class Boundary extends Component<{ children: ReactNode }> {
  override state = { hasFailed: false };
  static getDerivedStateFromError = () => ({ hasFailed: true });
  override render(): ReactNode {
    return this.state.hasFailed ? <p>down</p> : this.props.children;
  }
}

const fail = (): never => {
  throw new Error('of the shop');
};

test.each<[string, (consentId: string) => ReactElement]>([
  ['onCheckedChange', (id) => <ConsentCheckbox consentId={id} onCheckedChange={fail} />],
  ['onChange', (id) => <ConsentCheckbox consentId={id} onChange={fail} />],
  ['onClick', (id) => <ConsentCheckbox consentId={id} onClick={fail} />],
  ['onFocus', (id) => <ConsentCheckbox consentId={id} onFocus={fail} />],
  [
    'onCheckedChange of channels',
    (id) => <NewsletterConsent channels={{ email: id }} onCheckedChange={fail} />,
  ],
])('HC12: an answer is taken although %s throws', async (_, box) => {
  const errors = listenToErrors();
  const { show, values, holds } = setUpOrder();
  show(box('ci_newsletter'));
  const checkbox = await screen.findByRole<HTMLInputElement>('checkbox');
  await userEvent.click(checkbox);
  await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
  expect(values('ci_newsletter')).toEqual([true]);
  await screen.findByText('Saved');
  expect(checkbox.checked).toBe(true);
  // React 18 rethrows in development.
  expect([...new Set(errors)]).toEqual(['of the shop']);
});

test('HC12: an answer that the shop prevents before it throws is not taken', async () => {
  const errors = listenToErrors();
  const { show, writes } = setUpOrder();
  show(
    <ConsentCheckbox
      consentId="ci_newsletter"
      onCheckedChange={(_, event) => {
        event.preventDefault();
        fail();
      }}
    />,
  );
  const checkbox = await screen.findByRole<HTMLInputElement>('checkbox');
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  fireEvent.click(checkbox);
  act(() => void vi.runAllTimers());
  expect(checkbox.checked).toBe(false);
  expect(writes()).toEqual([]);
  // React 18 rethrows in development.
  expect([...new Set(errors)]).toEqual(['of the shop']);
});

test('HC12: a consent is shown when the filter of its group throws', async () => {
  expectWarnings(noWords('b'));
  const errors = listenToErrors();
  const { show } = setUpOrder({}, { consents: [{ id: 'a', text: 'A' }, { id: 'b' }] });
  show(
    <Boundary>
      <ConsentGroup filter={({ text }) => (text as string).startsWith('X')} />
    </Boundary>,
  );
  await screen.findByRole('checkbox', { name: 'b' });
  expect(screen.getAllByRole('checkbox')).toHaveLength(1);
  expect(errors[0]).toMatch(/undefined/);
});

test('HC12: a client that throws ends in an answer that can be retried', async () => {
  const order = setUpOrder();
  let isBroken = false;
  const client = {
    ...order.client,
    patchConsent: (...given: Parameters<typeof order.client.patchConsent>) =>
      isBroken ? fail() : order.client.patchConsent(...given),
  };
  order.show(<Box />, { client });
  const checkbox = await screen.findByRole<HTMLInputElement>('checkbox');
  isBroken = true;
  await userEvent.click(checkbox);
  const state = screen.getByRole('status', { name: 'newsletter state' });
  await waitFor(() => expect(state.textContent).toBe('not-saved'));
  expect(checkbox.checked).toBe(false);
  isBroken = false;
  await userEvent.click(screen.getByRole('button', { name: 'newsletter again' }));
  await waitFor(() => expect(order.holds('ci_newsletter')).toBe(true));
});
