import { hashWording, readEvidence } from '@norce-kit/core';
import type { Consent, Order, OrderApiError, OrderClientOptions } from '@norce-kit/core';
import type { ConsentCheckboxProps, ConsentParts, UseOrderConsentResult } from '@norce-kit/react';
import type { LazyNewsletterProps, LazyOrderProviderProps } from '@norce-kit/react/lazy';
import { en } from '@norce-kit/react/locales/en';
import { sv } from '@norce-kit/react/locales/sv';
import { createSandbox } from '@norce-kit/sandbox';
import { QueryClient } from '@tanstack/react-query';
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { StrictMode, useState } from 'react';
import type { ComponentType, ReactElement, ReactNode } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { arrive, hydrate, onServer } from '../test/hydration.tsx';
import { expectWarnings, noLink, noWords } from '../test/warnings.ts';

// The state of the entry is that of a page, so each test is a page of its own.
beforeEach(() => void vi.resetModules());
afterEach(() => void vi.useRealTimers());

type Entry = Pick<typeof import('@norce-kit/react/lazy'), 'ConsentCheckbox' | 'TermsConsent'> &
  Pick<typeof import('@norce-kit/react/lazy/newsletter'), 'NewsletterConsent'> & {
    /** The newsletter box of the first entry, with fewer props. */
    readonly SmallNewsletter: ComponentType<SmallProps>;
  };

type SmallProps = Pick<
  LazyNewsletterProps,
  'className' | 'classNames' | 'consentId' | 'description' | 'label' | 'lang' | 'name'
>;

/** Renders boxes with the components of an entry. */
type Boxes = (entry: Entry) => ReactNode;

const consents: Consent[] = [
  { id: 'ci_newsletter', checked: false, required: false, text: 'Newsletter of the order' },
  { id: 'ci_terms', checked: false, required: true, text: ' Terms of the order ' },
  { id: 'ci_sms', checked: true, required: false },
  { id: 'ci_post', checked: false, required: false, text: '' },
];

/** Loads the entry, with an engine that arrives when the test releases it. */
async function openPage(clientOptions: Partial<OrderClientOptions> = {}) {
  const { createOrderClient, OrderProvider, ...lazy } = await import('@norce-kit/react/lazy');
  const { NewsletterConsent } = await import('@norce-kit/react/lazy/newsletter');
  const entry: Entry = { ...lazy, NewsletterConsent, SmallNewsletter: lazy.NewsletterConsent };
  const { replaceImport } = await import('./lazy/load-engine.ts');
  let arriveNow: () => void = () => undefined;
  const isThere = new Promise<void>((resolve) => (arriveNow = resolve));
  replaceImport(async () => {
    await isThere;
    return import('./lazy/engine.ts');
  });
  const sandbox = createSandbox({ authenticate: false });
  const { id: orderId } = sandbox.orders.create({ id: `o_${crypto.randomUUID().slice(0, 8)}`, consents });
  sandbox.orders.create({ id: 'o_other', consents });
  const client = createOrderClient({
    baseUrl: 'https://sandbox.invalid',
    fetch: sandbox.fetch,
    retry: 0,
    ...clientOptions,
  });
  const page = (boxes: Boxes, props: Partial<LazyOrderProviderProps> = {}): ReactElement => (
    <StrictMode>
      <OrderProvider client={client} orderId={orderId} {...props}>
        {boxes(entry)}
      </OrderProvider>
    </StrictMode>
  );
  const order = () => sandbox.orders.get(orderId) as Order;
  return {
    entry,
    sandbox,
    orderId,
    page,
    order,
    arriveEngine: () =>
      act(async () => {
        arriveNow();
        await import('./lazy/engine.ts');
        await new Promise((resolve) => setTimeout(resolve, 10));
      }),
    holds: (consentId: string, id = orderId) =>
      sandbox.orders.get(id)?.consents.find((one) => one.id === consentId)?.checked,
    values: () =>
      sandbox.receipts
        .list({ operation: 'patchConsent' })
        .map(({ consentId, value }) => [consentId, value] as const),
  };
}

const box = () => screen.getByRole<HTMLInputElement>('checkbox');
const all = () => screen.getAllByRole<HTMLInputElement>('checkbox');
const settle = () => act(() => new Promise((resolve) => setTimeout(resolve, 50)));
/** Ids of `useId` begin with the place of the box in its page. */
const withoutIds = (html: string) => html.replace(/(_R_\w*_|:R\w*:)/g, '');

const checkbox =
  (props: Partial<ConsentCheckboxProps> = {}): Boxes =>
  ({ ConsentCheckbox }) => <ConsentCheckbox consentId="ci_newsletter" {...props} />;

const small =
  (props: Partial<SmallProps> = {}): Boxes =>
  ({ SmallNewsletter }) => <SmallNewsletter consentId="ci_newsletter" {...props} />;

const words = (
  <>
    I like <a href="/owls">owls</a>
  </>
);

const cases: Record<string, readonly [Boxes, Partial<LazyOrderProviderProps>?]> = {
  'the small newsletter': [small()],
  'the small newsletter in Swedish': [small(), { locale: sv }],
  'the small newsletter with texts of the shop': [small(), { messages: { newsletterLabel: 'News, please' } }],
  'the small newsletter with a label of the shop': [
    small({ label: 'News by owl', lang: 'en', className: 'mine', name: 'news' }),
  ],
  'the small newsletter with a label without a language': [
    small({ label: 'Nyheter', classNames: { row: 'flex' } }),
    { locale: sv },
  ],
  'the small newsletter without a description': [small({ description: '' })],
  'the words of the order': [checkbox()],
  'a consent that the order requires': [checkbox({ consentId: 'ci_terms' }), { locale: sv }],
  'a consent without words': [checkbox({ consentId: 'ci_sms' })],
  'a consent with empty words': [checkbox({ consentId: 'ci_post' })],
  'a consent that the order does not have': [checkbox({ consentId: 'ci_other' })],
  required: [checkbox({ required: true, label: 'Gift' })],
  'not required by the page': [checkbox({ consentId: 'ci_terms', required: false })],
  'read-only': [checkbox({ readOnly: true }), { locale: sv }],
  'a read-only agreement': [checkbox({ consentId: 'ci_terms', readOnly: true, description: 'Why' })],
  disabled: [checkbox({ disabled: true, label: 'Gift' })],
  'an element as label': [checkbox({ label: <b>Gift</b>, required: true })],
  'children as label': [checkbox({ children: words, lang: 'en', wordingVersion: '2' })],
  'a description and links': [
    checkbox({
      description: <i>Free</i>,
      links: [
        { href: '/a', text: 'A' },
        { href: 'javascript:void 0', text: 'B' },
      ],
      lang: 'da',
    }),
    { locale: sv },
  ],
  'no links': [checkbox({ links: [] })],
  kind: [checkbox({ kind: 'objection' })],
  classes: [
    checkbox({
      className: 'mine',
      style: { color: 'red' },
      classNames: {
        row: 'a',
        box: 'b',
        label: 'c',
        required: 'd',
        status: 'e',
        'status-text': 'f',
        link: 'g',
      },
      required: true,
      readOnly: true,
      links: [{ href: '/a', text: 'A' }],
    }),
  ],
  'props of the input': [
    checkbox({
      id: 'mine',
      form: 'checkout',
      name: 'gift',
      value: 'yes',
      title: 'Gift',
      tabIndex: -1,
      'aria-describedby': 'other',
      'aria-invalid': true,
    }),
  ],
  'an order of its own': [checkbox({ orderId: 'o_other', label: 'Gift' })],
  'an arrangement without the checkbox': [checkbox({ render: ({ label }) => label })],
  'another arrangement': [
    checkbox({
      consentId: 'ci_terms',
      links: [{ href: '/a', text: 'A' }],
      render: ({ box: input, label, description, links, status, consent }) => (
        <section title={`${consent.required} ${consent.text} ${consent.checked} ${consent.saveState}`}>
          {description}
          {label}
          <p>{input}</p>
          {status}
          {links}
        </section>
      ),
    }),
  ],
  terms: [({ TermsConsent }) => <TermsConsent consentId="ci_terms" termsUrl="/terms" />],
  'terms and privacy': [
    ({ TermsConsent }) => <TermsConsent consentId="ci_terms" termsUrl="/terms" privacyUrl="/privacy" />,
    { locale: sv },
  ],
  privacy: [
    ({ TermsConsent }) => (
      <TermsConsent
        consentId="ci_terms"
        privacyUrl="/privacy"
        links={[{ href: '/more', text: 'More' }]}
        description="Read it"
      />
    ),
    { messages: { privacyLabel: 'Privacy read', newTab: 'new tab', required: '!' } },
  ],
  'terms with own words': [
    ({ TermsConsent }) => (
      <TermsConsent consentId="ci_terms" termsUrl="/terms" label={words} required={false} lang="nb" />
    ),
  ],
  newsletter: [
    ({ NewsletterConsent }) => <NewsletterConsent consentId="ci_newsletter" readOnly label={<b>News</b>} />,
    { locale: sv },
  ],
  'newsletter with ready words': [
    ({ NewsletterConsent }) => (
      <NewsletterConsent consentId="ci_newsletter" links={[{ href: '/a', text: 'A' }]} />
    ),
  ],
  channels: [
    ({ NewsletterConsent }) => <NewsletterConsent channels={{ email: 'ci_newsletter', sms: 'ci_sms' }} />,
  ],
  'channels with a locale': [
    ({ NewsletterConsent }) => (
      <NewsletterConsent
        channels={[
          { channel: 'sms', consentId: 'ci_sms' },
          { channel: 'post', consentId: 'ci_post' },
          { channel: 'fax', consentId: 'ci_newsletter', label: 'Fax', lang: 'en', description: '' },
        ]}
        legend="Mine"
        readOnly
        form="checkout"
        className="mine"
      />
    ),
    { locale: sv },
  ],
  'channels in English': [
    ({ NewsletterConsent }) => <NewsletterConsent channels={[{ channel: 'post', consentId: 'ci_post' }]} />,
    { locale: en },
  ],
};

/** The warnings for developers of the engine. */
const warnings: Readonly<Record<string, string>> = {
  'a consent without words': noWords('ci_sms'),
  'a consent with empty words': noWords('ci_post'),
  'a description and links': noLink('ci_newsletter', 'B', '"javascript:void 0"'),
};

describe.each(Object.entries(cases))('%s', (name, [boxes, props]) => {
  test('the HTML of a server is that of the other entry', async () => {
    vi.stubEnv('NODE_ENV', 'production');
    onTestFinished(() => void vi.unstubAllEnvs());
    const { page, order, orderId } = await openPage();
    const { createOrderClient } = await import('@norce-kit/core');
    const entry = await import('@norce-kit/react');
    const client = createOrderClient({ baseUrl: 'https://sandbox.invalid' });
    const initialOrder = order();
    for (const given of [props, { ...props, initialOrder }]) {
      const late = await onServer(() => renderToString(page(boxes, given)));
      const { evidence: _evidence, client: _client, ...same } = given ?? {};
      const whole = await onServer(() =>
        renderToString(
          <StrictMode>
            <entry.OrderProvider client={client} orderId={orderId} {...same}>
              {boxes({ ...entry, SmallNewsletter: entry.NewsletterConsent })}
            </entry.OrderProvider>
          </StrictMode>,
        ),
      );
      expect(withoutIds(late)).toBe(withoutIds(whole));
    }
  });

  test('the engine continues with the same elements, also where the page was hydrated', async () => {
    const warning = warnings[name];
    if (warning !== undefined) expectWarnings(warning);
    const { page, order, arriveEngine } = await openPage();
    const given = { ...props, initialOrder: order() };
    const container = arrive(await onServer(() => renderToString(page(boxes, given))));
    const before = [...container.querySelectorAll('*')];
    const html = container.innerHTML;
    const { errors } = await hydrate(container, page(boxes, given));
    expect(container.innerHTML).toBe(html);
    const changes: MutationRecord[] = [];
    const observer = new MutationObserver((records) => void changes.push(...records));
    observer.observe(container, { childList: true, characterData: true, subtree: true });
    act(() => container.querySelector('input')?.focus());
    await arriveEngine();
    await settle();
    observer.disconnect();
    expect([[...container.querySelectorAll('*')], changes, errors]).toEqual([before, [], []]);
  });
});

test('a tick before the engine shows at once and is saved with the same elements', async () => {
  const { page, order, values, arriveEngine } = await openPage();
  const { container } = render(
    page(
      ({ ConsentCheckbox, TermsConsent }) => (
        <>
          <TermsConsent consentId="ci_terms" termsUrl="/terms" />
          <ConsentCheckbox consentId="ci_newsletter" label={words} />
        </>
      ),
      { initialOrder: order() },
    ),
  );
  const before = [...container.querySelectorAll('*')];
  fireEvent.click(screen.getByText('I accept the terms of purchase'));
  fireEvent.click(all()[1] as HTMLInputElement);
  expect(all().map(({ checked }) => checked)).toEqual([true, true]);
  expect(values()).toEqual([]);
  await arriveEngine();
  await waitFor(() => expect(screen.getAllByText('Saved')).toHaveLength(2));
  expect(values()).toEqual([
    ['ci_terms', true],
    ['ci_newsletter', true],
  ]);
  expect([...container.querySelectorAll('*')]).toEqual(expect.arrayContaining(before));
});

test('a tick in the HTML of a server, before React, is saved', async () => {
  const { page, order, values, arriveEngine } = await openPage();
  const boxes: Boxes = ({ TermsConsent }) => <TermsConsent consentId="ci_terms" termsUrl="/terms" />;
  const given = { initialOrder: order() };
  const container = arrive(await onServer(() => renderToString(page(boxes, given))));
  fireEvent.click(box());
  const { errors } = await hydrate(container, page(boxes, given));
  expect(box().checked).toBe(true);
  await arriveEngine();
  await screen.findByText('Saved');
  expect([values(), errors]).toEqual([[['ci_terms', true]], []]);
});

test('a read-only box takes no answer', async () => {
  const { page, order, values, arriveEngine } = await openPage();
  const heard = vi.fn();
  const boxes = checkbox({ readOnly: true, onChange: heard, onCheckedChange: heard, onClick: heard });
  const given = { initialOrder: order() };
  const container = arrive(await onServer(() => renderToString(page(boxes, given))));
  fireEvent.click(box());
  await hydrate(container, page(boxes, given));
  expect(box().checked).toBe(false);
  fireEvent.click(box());
  // `onClick` alone.
  expect(heard).toHaveBeenCalledTimes(1);
  await arriveEngine();
  await settle();
  expect([box().checked, values()]).toEqual([false, []]);
});

test('a disabled box takes no answer', async () => {
  const { page, values, arriveEngine } = await openPage();
  render(page(checkbox({ disabled: true })));
  act(() => box().click());
  await arriveEngine();
  await settle();
  expect([box().checked, values()]).toEqual([false, []]);
});

test.each(['onCheckedChange', 'onChange', 'onClick'] as const)('%s prevents an answer', async (name) => {
  const { page, values, arriveEngine } = await openPage();
  const prevent = (...args: readonly unknown[]) => (args.at(-1) as Event).preventDefault();
  for (const boxes of [
    checkbox({ [name]: prevent }),
    ({ NewsletterConsent }: Entry) => <NewsletterConsent consentId="ci_terms" {...{ [name]: prevent }} />,
  ]) {
    render(page(boxes));
  }
  const before = all();
  // jsdom toggles a box whose click was prevented, also after React has restored it: the engine corrects that.
  for (const one of before) fireEvent.click(one);
  await arriveEngine();
  await settle();
  expect([before.map(({ checked }) => checked), values()]).toEqual([[false, false], []]);
});

test.each(['onCheckedChange', 'onChange', 'onClick'] as const)(
  'an error of %s loses no answer',
  async (name) => {
    const { page, values, arriveEngine } = await openPage();
    const reported: unknown[] = [];
    const report = (event: ErrorEvent) => {
      event.preventDefault();
      reported.push(event.message);
    };
    window.addEventListener('error', report);
    onTestFinished(() => window.removeEventListener('error', report));
    const fail = () => {
      throw new Error('of the shop');
    };
    render(page(checkbox({ [name]: fail })));
    try {
      fireEvent.click(box());
    } catch (error) {
      reported.push(error);
    }
    expect([box().checked, reported.length > 0]).toEqual([true, true]);
    await arriveEngine();
    await screen.findByText('Saved');
    expect(values()).toEqual([['ci_newsletter', true]]);
  },
);

test('the shop may render during the click', async () => {
  const { page, values, arriveEngine } = await openPage();
  function Page({ entry: { ConsentCheckbox } }: { readonly entry: Entry }) {
    const [count, setCount] = useState(0);
    return (
      <div onClickCapture={() => setCount((value) => value + 1)}>
        <ConsentCheckbox
          consentId="ci_newsletter"
          label={`Clicked ${count}`}
          onChange={() => setCount((value) => value + 1)}
        />
      </div>
    );
  }
  render(page((entry) => <Page entry={entry} />));
  // A click of the browser, during which React may render.
  box().click();
  await settle();
  expect(box().checked).toBe(true);
  await arriveEngine();
  await screen.findByText('Saved');
  expect(values()).toEqual([['ci_newsletter', true]]);
});

test('two boxes of one consent show the same', async () => {
  const { page, values, arriveEngine } = await openPage();
  render(
    page(({ ConsentCheckbox, NewsletterConsent }) => (
      <>
        <ConsentCheckbox consentId="ci_newsletter" />
        <NewsletterConsent consentId="ci_newsletter" />
      </>
    )),
  );
  fireEvent.click(all()[0] as HTMLInputElement);
  expect(all().map(({ checked }) => checked)).toEqual([true, true]);
  fireEvent.click(all()[1] as HTMLInputElement);
  expect(all().map(({ checked }) => checked)).toEqual([false, false]);
  fireEvent.click(all()[1] as HTMLInputElement);
  await arriveEngine();
  await waitFor(() => expect(screen.getAllByText('Saved')).toHaveLength(2));
  expect([all().map(({ checked }) => checked), values()]).toEqual([[true, true], [['ci_newsletter', true]]]);
});

test('I1: an answer that was sent before the engine wins over an older one of the other entry that was sent after it', async () => {
  const { createOrderClient } = await import('@norce-kit/core');
  const main = await import('@norce-kit/react');
  const { sandbox, orderId, page, holds, values, arriveEngine } = await openPage();
  const client = createOrderClient({ baseUrl: 'https://sandbox.invalid', fetch: sandbox.fetch });
  render(
    <>
      {page(checkbox({ label: 'Lazy' }), { client })}
      <main.OrderProvider client={client} orderId={orderId} queryClient={new QueryClient()}>
        <main.ConsentCheckbox consentId="ci_newsletter" label="Main" />
      </main.OrderProvider>
    </>,
  );
  await settle();
  sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 100, times: 1 });
  fireEvent.click(screen.getByRole('checkbox', { name: 'Main' }));
  fireEvent.click(screen.getByRole('checkbox', { name: 'Main' }));
  fireEvent.click(screen.getByRole('checkbox', { name: 'Lazy' }));
  act(() => void document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  await waitFor(() => expect(values().map(([, value]) => value)).toEqual([true, true, false]));
  await arriveEngine();
  await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
  expect(all().map(({ checked }) => checked)).toEqual([true, true]);
});

test('answers to the order before, and to an order of its own, are saved on those orders', async () => {
  const { page, sandbox, orderId, holds, arriveEngine } = await openPage();
  const other = 'o_other';
  const { id: next } = sandbox.orders.create({ id: 'o_next', consents });
  const boxes: Boxes = ({ ConsentCheckbox }) => (
    <>
      <ConsentCheckbox consentId="ci_newsletter" />
      <ConsentCheckbox consentId="ci_newsletter" orderId={other} />
    </>
  );
  const { rerender } = render(page(boxes));
  for (const one of all()) fireEvent.click(one);
  rerender(page(boxes, { orderId: next }));
  expect(all().map(({ checked }) => checked)).toEqual([false, true]);
  await arriveEngine();
  await waitFor(() =>
    expect([orderId, other, next].map((id) => holds('ci_newsletter', id))).toEqual([true, true, false]),
  );
  await waitFor(() => expect(all().map(({ checked }) => checked)).toEqual([false, true]));
});

test('answers of a provider that is gone, and of a second one, are saved', async () => {
  const { page, sandbox, orderId, holds, arriveEngine } = await openPage();
  sandbox.orders.create({ id: 'o_second', consents });
  const first = render(page(checkbox()));
  render(page(checkbox({ consentId: 'ci_terms' }), { orderId: 'o_second' }));
  for (const one of all()) fireEvent.click(one);
  first.unmount();
  await arriveEngine();
  await waitFor(() =>
    expect([holds('ci_newsletter', orderId), holds('ci_terms', 'o_second')]).toEqual([true, true]),
  );
});

test('the record has the text of an element, and the words of the order', async () => {
  const { page, order, arriveEngine } = await openPage();
  const { consentEvidence } = await import('@norce-kit/react/lazy/evidence');
  const { hashWording } = await import('@norce-kit/core');
  render(
    page(
      ({ ConsentCheckbox, TermsConsent }) => (
        <>
          <ConsentCheckbox consentId="ci_newsletter" label={words} wordingVersion="3" lang="en" />
          <ConsentCheckbox consentId="ci_terms" />
          <TermsConsent consentId="ci_post" termsUrl="/terms" />
        </>
      ),
      { initialOrder: order(), evidence: consentEvidence() },
    ),
  );
  for (const one of all()) fireEvent.click(one);
  await arriveEngine();
  const hashOf = (consentId: string) => readEvidence(order(), consentId)[0]?.textHash;
  await waitFor(() =>
    expect([hashOf('ci_newsletter'), hashOf('ci_terms'), hashOf('ci_post')]).not.toContain(undefined),
  );
  expect([hashOf('ci_newsletter'), hashOf('ci_post')]).toEqual([
    await hashWording('I like owls'),
    await hashWording('I accept the terms of purchase'),
  ]);
  expect(hashOf('ci_terms')).toBe(await hashWording(' Terms of the order '));
  expect(readEvidence(order(), 'ci_newsletter')[0]).toMatchObject({ textVersion: '3', lang: 'en' });
  expect(readEvidence(order(), 'ci_post')[0]).toMatchObject({ textVersion: '1', lang: 'en' });
});

test('terms without a tick close the gate, before the engine and after', async () => {
  const { page, order, arriveEngine } = await openPage();
  const { useConsentGate } = await import('@norce-kit/react/lazy/gate');
  const onPay = vi.fn();
  const Pay = () => (
    <button type="button" {...useConsentGate().getSubmitProps({ onReady: onPay })}>
      Pay
    </button>
  );
  render(
    page(
      ({ TermsConsent }) => (
        <>
          <TermsConsent consentId="ci_terms" termsUrl="/terms" />
          <Pay />
        </>
      ),
      { initialOrder: order() },
    ),
  );
  const pay = () => fireEvent.click(screen.getByRole('button', { name: 'Pay' }));
  pay();
  await settle();
  expect(onPay).not.toHaveBeenCalled();
  await arriveEngine();
  await screen.findByText('Tick this box to go on.');
  expect([onPay.mock.calls.length, document.activeElement]).toEqual([0, box()]);
  fireEvent.click(box());
  pay();
  await waitFor(() => expect(onPay).toHaveBeenCalledTimes(1));
});

/** A box with a button that calls `act` with the consent of `render`. */
const withAction = (act: (consent: UseOrderConsentResult) => void, label = 'Gift') =>
  checkbox({
    label,
    render: ({ box, label: words, status, consent }) => (
      <div>
        {words}
        {box}
        {status}
        <button type="button" onClick={() => act(consent)}>
          Act
        </button>
      </div>
    ),
  });
const press = () => fireEvent.click(screen.getByRole('button', { name: 'Act' }));

test('the code of `render` answers before the engine, and waits for what only the engine can do', async () => {
  const { page, values, arriveEngine } = await openPage();
  const onEnd = vi.fn();
  const arrange = ({ box: input, label, status, consent }: ConsentParts) => (
    <div>
      <input type="checkbox" aria-label="of the shop" />
      {label}
      {input}
      {status}
      <button type="button" onClick={() => void consent.mutateAsync(true).then(onEnd)}>
        {consent.isPending ? 'Saving' : 'Agree'}
      </button>
    </div>
  );
  render(page(checkbox({ label: 'Gift', render: arrange })));
  const [own, input] = all();
  fireEvent.click(own as HTMLInputElement);
  expect(input?.checked).toBe(false);
  fireEvent.click(screen.getByRole('button', { name: 'Agree' }));
  expect([input?.checked, screen.getByRole('button').textContent]).toEqual([true, 'Saving']);
  await arriveEngine();
  await waitFor(() => expect(onEnd).toHaveBeenCalledTimes(1));
  expect([all()[1] === input, input?.checked, own?.checked]).toEqual([true, true, true]);
  expect(values()).toEqual([['ci_newsletter', true]]);
});

test('a newer answer before the engine supersedes a call of `render`', async () => {
  const { page, values, arriveEngine } = await openPage();
  const ends: unknown[] = [];
  render(
    page(
      withAction(({ mutateAsync }) => {
        const onSuccess = (end: unknown, value: boolean) => void ends.push(['onSuccess', end, value]);
        void mutateAsync(true, { onSuccess }).then((end) => ends.push(end));
      }),
    ),
  );
  press();
  fireEvent.click(screen.getByRole('checkbox'));
  await arriveEngine();
  await waitFor(() => expect(ends).toEqual([['onSuccess', 'superseded', true], 'superseded']));
  expect([all()[0]?.checked, values()]).toEqual([false, [['ci_newsletter', false]]]);
});

test('a call of `render` ends as the answer does that was kept, also one that fails', async () => {
  const { page, sandbox, arriveEngine } = await openPage();
  const ends: unknown[] = [];
  const onError = (_: unknown, value: boolean) => void ends.push(value);
  const onSettled = (end: unknown) => void ends.push(end);
  render(
    page(
      withAction(({ mutate, mutateAsync }) => {
        mutate(true, { onError, onSettled });
        mutateAsync(true).catch((error: unknown) => ends.push((error as OrderApiError).kind));
      }),
    ),
  );
  press();
  sandbox.faults.add({ kind: 'status', status: 409, operation: 'patchConsent' });
  await arriveEngine();
  await screen.findByText(/not saved/i);
  expect(ends).toEqual([true, undefined, 'conflict']);
});

test('a call of `render` has one record, with the time and the words of the act', async () => {
  const { page, order, arriveEngine } = await openPage();
  const { consentEvidence } = await import('@norce-kit/react/lazy/evidence');
  const provider = { evidence: consentEvidence() };
  const act = ({ mutate, retry }: UseOrderConsentResult) => {
    mutate(true);
    retry();
  };
  const { rerender } = render(page(withAction(act, 'Old words'), provider));
  press();
  const textHash = await hashWording('Old words');
  rerender(page(withAction(act, 'New words'), provider));
  await arriveEngine();
  await waitFor(() => expect(readEvidence(order(), 'ci_newsletter')).toMatchObject([{ textHash }]));
  await screen.findByText(/^This text has changed/);
  expect(readEvidence(order(), 'ci_newsletter')).toHaveLength(1);
});

test('a call of `render` ends though its box is gone when the engine comes', async () => {
  const { page, values, arriveEngine } = await openPage();
  const onEnd = vi.fn();
  const { rerender } = render(page(withAction(({ mutateAsync }) => void mutateAsync(true).then(onEnd))));
  press();
  rerender(page(() => null));
  await arriveEngine();
  await waitFor(() => expect(onEnd).toHaveBeenCalledExactlyOnceWith('saved'));
  expect(values()).toEqual([['ci_newsletter', true]]);
});

test.each([
  ['setChecked', ({ setChecked }: UseOrderConsentResult) => setChecked(false)],
  ['mutate', ({ mutate }: UseOrderConsentResult) => mutate(false)],
  ['toggle', ({ toggle }: UseOrderConsentResult) => toggle()],
])('`%s` of a `render` before the engine answers after it', async (_, answer) => {
  const { page, values, arriveEngine } = await openPage();
  let first: UseOrderConsentResult | undefined;
  render(page(withAction((consent) => answer((first ??= consent)))));
  press();
  press();
  await arriveEngine();
  const [input] = all();
  if (input?.checked === false) fireEvent.click(input);
  await screen.findByText('Saved');
  press();
  await waitFor(() => expect(values().at(-1)).toEqual(['ci_newsletter', false]));
  expect(input?.checked).toBe(false);
});

test('the answer of a channel names it', async () => {
  const { page, values, arriveEngine } = await openPage();
  const heard = vi.fn();
  const ref = vi.fn();
  render(
    page(({ NewsletterConsent }) => (
      <NewsletterConsent
        ref={ref}
        channels={{ email: 'ci_newsletter', sms: 'ci_post' }}
        onCheckedChange={(checked, _, channel) => void heard(checked, channel)}
      />
    )),
  );
  fireEvent.click(screen.getByRole('checkbox', { name: /SMS/ }));
  await arriveEngine();
  await screen.findByText('Saved');
  expect([heard.mock.calls, values()]).toEqual([[[true, 'sms']], [['ci_post', true]]]);
  expect(ref.mock.calls[0]?.[0]).toBe(all()[0]);
});
