import type { AnswerEnd, Order, OrderApiError, SaveState, ValidationResult } from '@norce-kit/core';
import { createOrderClient } from '@norce-kit/core';
import { createOrderAdmin } from '@norce-kit/core/admin';
import { QueryClient, useMutation, useQuery } from '@tanstack/react-query';
import type { UseMutationResult } from '@tanstack/react-query';
import { createRef } from 'react';
import type { ReactNode } from 'react';
import { expectTypeOf, test } from 'vitest';
import {
  ConsentCheckbox,
  ConsentErrorSummary,
  ConsentGroup,
  ConsentPreferences,
  NewsletterConsent,
  ObjectionConsent,
  OrderProvider,
  TermsConsent,
  orderQueryOptions,
  patchAttributesMutationOptions,
  patchConsentMutationOptions,
  useConsentGate,
  useOrder,
  useOrderConsent,
  useOrderConsents,
  usePatchAttributes,
  useRegisterValidation,
  useValidateOrder,
} from './index.ts';
import type { ConsentBlocker, ConsentKind, Locale, NewsletterChannelConsent, OrderEvent } from './index.ts';

const render: (node: ReactNode) => void = () => undefined;
const client = createOrderClient({ baseUrl: '/api/norce' });

test('a provider needs a client and an order, and takes a client with the key as well', () => {
  render(<OrderProvider client={client} orderId="o" queryClient={new QueryClient()} />);
  const admin = createOrderAdmin({
    slug: 'acme',
    environment: 'playground',
    apiKey: 'k',
    merchant: 'm',
    channel: 'c',
  });
  render(<OrderProvider client={admin} orderId="o" initialOrder={{ id: 'o' }} />);
  // A part of an order, as a loader picks it.
  const { merchant, consents } = {} as Order;
  render(<OrderProvider client={admin} orderId="o" initialOrder={{ id: 'o', merchant, consents }} />);
  // @ts-expect-error -- the order id is required
  render(<OrderProvider client={client} />);
});

test('with exactOptionalPropertyTypes a page passes optional values on as they are', () => {
  const given = {} as {
    order: Order | undefined;
    text: string | undefined;
    flag: boolean | undefined;
    locale: Locale | undefined;
    kind: ConsentKind | undefined;
    level: 2 | undefined;
    report: (() => void) | undefined;
  };
  const { order, text, flag, locale, kind, level, report } = given;
  render(
    <OrderProvider
      client={client}
      orderId="o"
      initialOrder={order}
      locale={locale}
      messages={{ saved: text, summaryTitle: undefined }}
      queryClient={undefined}
      evidence={undefined}
      onEvent={report}
    >
      <ConsentCheckbox
        consentId="c"
        className={text}
        classNames={{ label: text }}
        kind={kind}
        links={undefined}
        readOnly={flag}
        render={undefined}
        required={flag}
      />
      <TermsConsent consentId="c" termsUrl="/terms" privacyUrl={text} />
      <TermsConsent consentId="c" privacyUrl="/privacy" termsUrl={text} />
      <ObjectionConsent consentId="c" onObjectionChange={report} />
      <ConsentErrorSummary headingLevel={level} />
      <ConsentPreferences headingLevel={level} />
    </OrderProvider>,
  );
});

test('events are discriminated by type and contain no personal data', () => {
  const hear = (event: OrderEvent) => {
    switch (event.type) {
      case 'validation-registered':
        return event.validation;
      case 'consent-changed':
      case 'consent-saved':
      case 'consent-not-saved':
      case 'consent-unknown':
      case 'consent-dropped':
        expectTypeOf(event.checked).toEqualTypeOf<boolean>();
        return event.consentId;
      case 'evidence-saved':
      case 'evidence-not-saved':
        return event.consentId;
      case 'attribute-saved':
      case 'attribute-not-saved':
        expectTypeOf(event).not.toHaveProperty('value');
        return event.key;
    }
  };
  expectTypeOf(hear).returns.toEqualTypeOf<string>();
});

test('the words for results are those of TanStack, with exact errors', () => {
  expectTypeOf(useOrder().data).toEqualTypeOf<Order | undefined>();
  expectTypeOf(useOrder().error).toEqualTypeOf<OrderApiError | null>();
  const consent = useOrderConsent('ci_newsletter');
  type Mutation = UseMutationResult<AnswerEnd, OrderApiError, boolean>;
  expectTypeOf(consent.mutate).toEqualTypeOf<Mutation['mutate']>();
  expectTypeOf(consent.mutateAsync).toEqualTypeOf<Mutation['mutateAsync']>();
  expectTypeOf(consent.status).toEqualTypeOf<Mutation['status']>();
  expectTypeOf(consent.error).toEqualTypeOf<OrderApiError | null>();
  expectTypeOf(consent.saveState).toEqualTypeOf<SaveState>();
  expectTypeOf(useValidateOrder().data).toEqualTypeOf<ValidationResult | undefined>();
});

test('the props of a box belong on a native checkbox', () => {
  const props = useOrderConsent('ci_newsletter').getCheckboxProps();
  render(<input {...props} />);
  expectTypeOf(props.checked).toEqualTypeOf<boolean>();
  expectTypeOf(props).not.toHaveProperty('defaultChecked');
  expectTypeOf(props).not.toHaveProperty('disabled');
});

test('attributes have the type the caller gives, and must be JSON values', () => {
  interface Delivery {
    readonly note: string;
    readonly floor: number | null;
  }
  const { mutate, mutateAsync, failedKeys, data } = usePatchAttributes<Delivery>();
  mutate({ note: 'ring' });
  mutate({ floor: null });
  // @ts-expect-error -- not a key of this shop
  mutate({ gift: true });
  // @ts-expect-error -- a floor is a number
  mutate({ floor: '3' });
  expectTypeOf(mutateAsync).returns.resolves.toEqualTypeOf<Partial<Delivery>>();
  expectTypeOf(failedKeys).toEqualTypeOf<readonly ('note' | 'floor')[]>();
  expectTypeOf(data).toEqualTypeOf<Partial<Delivery> | undefined>();
  usePatchAttributes().mutate({ anything: ['goes', { deep: true }] });
  // @ts-expect-error -- a Date is not JSON
  usePatchAttributes<{ when: Date }>();
  // @ts-expect-error -- neither is a function
  usePatchAttributes().mutate({ now: () => 1 });
});

test('a validation has a name, or adapter and URL with a type argument', () => {
  useRegisterValidation().mutate({ name: 'stock' });
  // @ts-expect-error -- a page behind the handler must not choose who is called about an order
  useRegisterValidation().mutate({ adapterId: 'a', url: 'https://a.example' });
  useRegisterValidation<{ adapterId: string; url: string }>().mutate({
    adapterId: 'a',
    url: 'https://a.example',
  });
});

test('reasons of blockers are a closed union', () => {
  expectTypeOf<ConsentBlocker['reason']>().toEqualTypeOf<
    'missing' | 'saving' | 'not-saved' | 'unknown' | 'outdated'
  >();
  const { getSubmitProps, check } = useConsentGate({ require: ['ci_terms'] });
  render(<button {...getSubmitProps({ onReady: () => undefined })} />);
  expectTypeOf(check).returns.resolves.toHaveProperty('ok');
  expectTypeOf(getSubmitProps()).not.toHaveProperty('disabled');
});

test('lists are read-only', () => {
  const { consents, setMany } = useOrderConsents();
  setMany([{ id: 'ci_newsletter', checked: true }]);
  if (consents) expectTypeOf(consents).not.toHaveProperty('push');
});

test('the options fit the hooks of TanStack as they are', () => {
  expectTypeOf(useQuery(orderQueryOptions(client, 'o')).data).toEqualTypeOf<Order | undefined>();
  const { mutate } = useMutation(patchConsentMutationOptions(client, 'o', 'ci_newsletter'));
  mutate(true);
  // @ts-expect-error -- an answer is yes or no
  mutate('yes');
  useMutation(patchAttributesMutationOptions(client, 'o')).mutate({ note: 'ring' });
});

test('no box is ever ticked by us, and a newsletter is never required', () => {
  // @ts-expect-error -- a pre-ticked box is no consent
  render(<ConsentCheckbox consentId="c" defaultChecked />);
  // @ts-expect-error -- the order decides the value
  render(<ConsentCheckbox consentId="c" checked />);
  // @ts-expect-error -- a newsletter must not be a condition of an order
  render(<NewsletterConsent consentId="c" required />);
});

test('a newsletter is one box or one for each channel, never both', () => {
  render(<NewsletterConsent consentId="c" />);
  render(
    <NewsletterConsent channels={{ email: 'e', sms: 's' }} onCheckedChange={(_, __, channel) => channel} />,
  );
  // @ts-expect-error -- the consent id is required
  render(<NewsletterConsent />);
  // @ts-expect-error -- one answer is for one channel
  render(<NewsletterConsent consentId="c" channels={{ email: 'e' }} />);
  // @ts-expect-error -- no such channel
  render(<NewsletterConsent channels={{ fax: 'f' }} />);
  // @ts-expect-error -- nor may a group of them be a condition
  render(<NewsletterConsent channels={{ email: 'e' }} required />);
  // @ts-expect-error -- a newsletter is a consent
  render(<NewsletterConsent consentId="c" kind="agreement" />);
});

test('CH2: each channel of a list has a consent of its own', () => {
  render(
    <NewsletterConsent
      channels={[
        { channel: 'email', consentId: 'ci_email' },
        { channel: 'post', consentId: 'ci_post' },
        { channel: 'fax', consentId: 'ci_fax', label: 'By fax', description: 'Any time' },
      ]}
      onCheckedChange={(_, __, channel) => expectTypeOf(channel).toEqualTypeOf<'email' | 'post' | 'fax'>()}
    />,
  );
  render(
    <NewsletterConsent
      // @ts-expect-error -- one consent cannot speak for two channels
      channels={[
        { channel: 'email', consentId: 'ci_news' },
        { channel: 'sms', consentId: 'ci_news' },
      ]}
    />,
  );
  // @ts-expect-error -- a channel without ready words needs a label
  render(<NewsletterConsent channels={[{ channel: 'fax', consentId: 'ci_fax' }]} />);
  const fromShop: readonly NewsletterChannelConsent[] = [];
  render(<NewsletterConsent channels={fromShop} />);
});

test('terms come with an address of the terms, of the privacy policy or of both', () => {
  render(<TermsConsent consentId="c" termsUrl="/t" />);
  render(<TermsConsent consentId="c" privacyUrl="/p" />);
  render(<TermsConsent consentId="c" termsUrl="/t" privacyUrl="/p" required />);
  // @ts-expect-error -- terms without a link cannot be read
  render(<TermsConsent consentId="c" />);
  // @ts-expect-error -- accepting terms is an agreement
  render(<TermsConsent consentId="c" termsUrl="/t" kind="consent" />);
});

test('an objection cannot be taken for a consent', () => {
  render(<ObjectionConsent consentId="c" onObjectionChange={(objects) => objects} />);
  // @ts-expect-error -- a tick is a refusal, so it has a handler of its own
  render(<ObjectionConsent consentId="c" onCheckedChange={() => undefined} />);
  // @ts-expect-error -- saying nothing is an answer too
  render(<ObjectionConsent consentId="c" required />);
  // @ts-expect-error -- never ticked by us, not even for the shopper's good
  render(<ObjectionConsent consentId="c" defaultChecked />);
});

test('props of a native checkbox pass through, with the right element type', () => {
  render(
    <ConsentCheckbox
      consentId="c"
      name="news"
      value="yes"
      form="checkout"
      onFocus={({ currentTarget }) => currentTarget.checked}
      ref={createRef<HTMLInputElement>()}
      render={({ box, label, status, consent }) => (consent.checked ? [box, label] : status)}
    />,
  );
  // @ts-expect-error -- the box is an input
  render(<ConsentCheckbox consentId="c" ref={createRef<HTMLDivElement>()} />);
  // @ts-expect-error -- it is always a checkbox
  render(<ConsentCheckbox consentId="c" type="radio" />);
  // @ts-expect-error -- no such part
  render(<ConsentCheckbox consentId="c" classNames={{ tick: 'x' }} />);
});

test('group, summary and preferences take the props of their elements', () => {
  render(<ConsentGroup disabled renderConsent={({ id, text }) => `${id} ${String(text)}`} />);
  render(<ConsentErrorSummary require={['c']} headingLevel={3} />);
  render(<ConsentPreferences title={<b>Yours</b>} filter={({ required }) => !required} />);
  // @ts-expect-error -- HTML has six levels
  render(<ConsentErrorSummary headingLevel={7} />);
});
