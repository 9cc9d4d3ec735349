import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import {
  ConsentCheckbox,
  NewsletterConsent,
  OrderProvider,
  TermsConsent,
  useConsentGate,
  useOrderConsent,
  usePatchAttributes,
  useRegisterValidation,
} from '@norce-kit/react';
import { Component } from 'react';
import type { ElementType, ReactElement } from 'react';
import { expect, test } from 'vitest';
import { setUpOrder } from '../../test/order.tsx';
import { expectRenderError } from '../../test/render-error.ts';
import { expectWarnings, noLink, recordWarnings, uniqueId } from '../../test/warnings.ts';

/** Values of a page in JavaScript. */
const untyped = (value: unknown) => value as never;

test.each([
  ['none', undefined],
  ['null', null],
  ['an address', '/api/norce'],
  ['its options', { baseUrl: '/api/norce' }],
  ['the function that makes it', () => undefined],
])('a provider with %s as its client names the fix', (_, client) => {
  expectRenderError(
    <OrderProvider client={untyped(client)} orderId="o" />,
    "the prop client of OrderProvider is no client. Pass the result of createOrderClient({ baseUrl: '/api/norce' }).",
  );
});

test('warns of an order id that is a number', async () => {
  const { list } = recordWarnings();
  const orderId = Math.floor(performance.now() * 1_000);
  setUpOrder().show(<ConsentCheckbox consentId="ci_newsletter" />, { orderId: untyped(orderId) });
  await waitFor(() =>
    expect(list()).toEqual([`norce-kit: the order id ${orderId} is no text. Pass it as a string.`]),
  );
});

test('warns once of an initial order that is a promise, or the response around an order', async () => {
  expectWarnings('initialOrder is no order. Await getOrder(orderId), and pass its result.');
  for (const make of [
    (order: object) => Promise.resolve(order),
    (order: object) => ({ data: order }),
    () => 'order',
  ]) {
    const { show, sandbox, orderId } = setUpOrder();
    const order = sandbox.orders.get(orderId) ?? {};
    show(<ConsentCheckbox consentId="ci_terms" />, { initialOrder: untyped(make(order)) }).unmount();
  }
  const { show } = setUpOrder();
  show(<ConsentCheckbox consentId="ci_terms" />, { initialOrder: untyped(null) });
  await screen.findByRole('checkbox');
});

test('warns of texts that no component shows, and not of those of own channels', async () => {
  const key = uniqueId('savd');
  expectWarnings(`messages has a text “${key}”, which no component shows.`);
  const messages = {
    [key]: 'Sparat',
    newsletterFaxLabel: 'Fax',
    saved: 'Sparat',
    newsletterPushLabel: 'Push',
  };
  setUpOrder().show(<ConsentCheckbox consentId="ci_newsletter" />, { messages: untyped(messages) });
  await screen.findByRole('checkbox');
});

test('warns of a kind that is none', async () => {
  const id = uniqueId('ci');
  expectWarnings(`the kind of “${id}” is Agreement. Write consent, agreement or objection.`);
  setUpOrder({}, { consents: [{ id, text: 'A' }] }).show(
    <ConsentCheckbox consentId={id} kind={untyped('Agreement')} />,
  );
  await screen.findByRole('checkbox');
});

test('warns of evidence that is not the result of consentEvidence of this entry', async () => {
  expectWarnings(
    'the prop evidence is not the result of consentEvidence() of the same entry, so no evidence is written.',
  );
  setUpOrder().show(<ConsentCheckbox consentId="ci_terms" />, { evidence: untyped(true) });
  await screen.findByRole('checkbox');
});

test('warns of functions that are spread without a call', async () => {
  expectWarnings(
    'getCheckboxProps is spread without a call. Write {...getCheckboxProps()}.',
    'getSubmitProps is spread without a call. Write {...getSubmitProps()}.',
  );
  function Page() {
    const { getCheckboxProps } = useOrderConsent('ci_newsletter');
    const { getSubmitProps } = useConsentGate();
    return (
      <>
        <input type="checkbox" {...(getCheckboxProps as object)} />
        <button {...(getSubmitProps as object)}>Pay</button>
      </>
    );
  }
  setUpOrder().show(<Page />);
  await screen.findByRole('button', { name: 'Pay' });
});

/** A checkbox as that of Ant Design: its ref gets an object. */
class BoxInObject extends Component {
  override render() {
    return null;
  }
}

test.each<readonly [string, string, ElementType]>([
  ['the element around it', 'span', 'span'],
  ['an object', 'object', BoxInObject],
])('a checkbox of a component library whose ref gets %s names the fix', (_, name, Box) => {
  function Page() {
    const { ref } = useOrderConsent('ci_newsletter').getCheckboxProps();
    return <Box ref={ref} />;
  }
  expectRenderError(
    // Without StrictMode, in which React throws the errors of two attempts as one.
    <OrderProvider {...setUpOrder()}>
      <Page />
    </OrderProvider>,
    `the ref of getCheckboxProps gets an element without checked: ${name}. Pass it to the native checkbox of the component.`,
  );
});

test('warns of two checkboxes of one hook, and not of one that is replaced', async () => {
  function Boxes({ count, name }: { count: number; name: string }) {
    const { getCheckboxProps } = useOrderConsent('ci_newsletter');
    return Array.from({ length: count }, (_, index) => (
      <input key={`${name}${index}`} {...getCheckboxProps()} aria-label={`${name}${index}`} />
    ));
  }
  const { page } = setUpOrder();
  const view = render(page(<Boxes count={1} name="a" />));
  view.rerender(page(<Boxes count={1} name="b" />));
  await screen.findByRole('checkbox', { name: 'b0' });
  expectWarnings(
    'two checkboxes have the props of one useOrderConsent, so only one of them is kept at the answer. Call the hook once for each checkbox.',
  );
  view.rerender(page(<Boxes count={2} name="b" />));
  await screen.findByRole('checkbox', { name: 'b1' });
});

test('warns of a button that goes on with something else than onReady', async () => {
  expectWarnings('getSubmitProps goes on with onReady alone. Write getSubmitProps({ onReady: placeOrder }).');
  function Page() {
    const { getSubmitProps } = useConsentGate();
    return (
      <>
        <button {...getSubmitProps(untyped(() => undefined))}>First</button>
        <button {...getSubmitProps(untyped({ onClick: () => undefined }))}>Second</button>
      </>
    );
  }
  setUpOrder().show(<Page />);
  await screen.findByRole('button', { name: 'Second' });
});

function Gate() {
  useConsentGate({ require: untyped('ci_terms') });
  return null;
}

test.each<[string, ReactElement, string]>([
  ['of a gate', <Gate key="gate" />, "require of useConsentGate takes a list, such as ['ci_terms']."],
  [
    'of links',
    <NewsletterConsent key="links" consentId="ci_news" links={untyped('/privacy')} />,
    "links of “ci_news” takes a list, such as [{ href: '/privacy', text: 'Privacy policy' }].",
  ],
  [
    'of links with the terms',
    <TermsConsent key="terms" consentId="ci_terms" termsUrl="/terms" links={untyped(['/privacy'])} />,
    'links of “ci_terms” takes a list',
  ],
  [
    'of channels',
    <NewsletterConsent key="names" channels={untyped(['email', 'sms'])} />,
    'channels takes the consent of each channel',
  ],
  [
    'of one channel',
    <NewsletterConsent key="name" channels={untyped('email')} />,
    'channels takes the consent of each channel',
  ],
])('a value in place of a list %s names the fix', (_, element, message) => {
  expectRenderError(setUpOrder().page(element), message);
});

test('terms without an address cause a warning, and have the words of the terms', async () => {
  const consentId = uniqueId('ci_terms');
  expectWarnings(`the terms “${consentId}” have neither termsUrl nor privacyUrl, so their box has no link.`);
  const { show } = setUpOrder(
    {},
    { consents: [{ id: consentId, text: '', required: true, checked: false }] },
  );
  show(<TermsConsent consentId={consentId} termsUrl={untyped(undefined)} />);
  expect(await screen.findByRole('checkbox', { name: /accept the terms of purchase/i })).toBeDefined();
});

test('warns of an attribute or a validation without a name', async () => {
  expectWarnings(
    "mutate of usePatchAttributes takes an object, such as { note: 'Ring twice' }.",
    "mutate of useRegisterValidation takes an object, such as { name: 'stock' }.",
  );
  function Page() {
    const { mutate: patch } = usePatchAttributes();
    const { mutate: register } = useRegisterValidation();
    return (
      <button
        onClick={() => {
          patch(untyped('note'));
          register(untyped('stock'));
        }}
      >
        Write
      </button>
    );
  }
  render(setUpOrder().page(<Page />));
  fireEvent.click(screen.getByRole('button', { name: 'Write' }));
  await act(() => Promise.resolve());
});

test.each([
  ['one that is not set', '', '""'],
  ['a script', 'javascript:alert(1)', '"javascript:alert(1)"'],
  ['an object', new URL('https://shop.example/terms'), 'no text'],
])('warns of a link that is shown as text: %s', async (_, href, shown) => {
  const id = uniqueId('ci_terms');
  expectWarnings(noLink(id, 'Terms of purchase', shown));
  setUpOrder({}, { consents: [{ id }] }).show(<TermsConsent consentId={id} termsUrl={untyped(href)} />);
  await screen.findByText('Terms of purchase');
  expect(screen.queryByRole('link')).toBeNull();
});
