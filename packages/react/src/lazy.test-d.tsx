import { createOrderClient as createFullClient } from '@norce-kit/core';
import type { OrderClientOptions } from '@norce-kit/core';
import { createRef } from 'react';
import type { ComponentProps, ReactNode } from 'react';
import { expectTypeOf, test } from 'vitest';
import type { Refused } from './components/parts/checkbox-props.ts';
import { consentEvidence as fullEvidence, useConsentGate as useFullGate } from './index.ts';
import type {
  ConsentCheckbox as FullCheckbox,
  ConsentEvidenceOptions,
  NewsletterConsent as FullNewsletter,
  NewsletterConsentProps,
  OrderEvent,
  TermsConsent as FullTerms,
} from './index.ts';
import {
  ConsentCheckbox,
  createOrderClient,
  NewsletterConsent,
  OrderProvider,
  TermsConsent,
} from './lazy.ts';
import { consentEvidence } from './lazy/evidence.ts';
import { useConsentGate } from './lazy/gate.ts';
import { NewsletterConsent as WholeNewsletter } from './lazy/newsletter.tsx';

const render: (node: ReactNode) => void = () => undefined;
type RefusedProp = 'orderId' | 'id' | 'onChange' | 'children' | 'links' | 'render' | 'readOnly' | 'channels';
const client = createOrderClient({ baseUrl: '/api/norce' });

test('the client takes the options of the one of core, and has no requests to call', () => {
  expectTypeOf(createOrderClient).parameters.toEqualTypeOf<[OrderClientOptions]>();
  expectTypeOf(client).not.toHaveProperty('getOrder');
  // @ts-expect-error -- the address of the order API is required
  createOrderClient({});
});

test('a provider takes both clients, and the order as the provider of the main entry', () => {
  render(<OrderProvider client={client} orderId="o" initialOrder={{ id: 'o' }} />);
  render(<OrderProvider client={createFullClient({ baseUrl: '/api/norce' })} orderId="o" />);
  // @ts-expect-error -- the order id is required
  render(<OrderProvider client={client} />);
  // @ts-expect-error -- the client is required
  render(<OrderProvider orderId="o" />);
  const hear = (event: OrderEvent) => event.type;
  expectTypeOf<ComponentProps<typeof OrderProvider>>().toHaveProperty('onEvent');
  render(<OrderProvider client={client} orderId="o" onEvent={hear} />);
});

test('the evidence of a provider is that whose code comes later', () => {
  render(<OrderProvider client={client} orderId="o" evidence={consentEvidence({ source: 'cart' })} />);
  // @ts-expect-error -- its code would come with the page
  render(<OrderProvider client={client} orderId="o" evidence={fullEvidence({})} />);
  expectTypeOf(consentEvidence).parameters.toEqualTypeOf<[options?: ConsentEvidenceOptions | undefined]>();
});

test('a box takes props that the main entry takes too', () => {
  const ref = createRef<HTMLInputElement>();
  render(<NewsletterConsent consentId="ci_newsletter" ref={ref} className="mine" data-place="cart" />);
  expectTypeOf<
    Omit<ComponentProps<typeof NewsletterConsent>, 'ref' | RefusedProp>
  >().toExtend<NewsletterConsentProps>();
  // @ts-expect-error -- the consent is required
  render(<NewsletterConsent />);
  // @ts-expect-error -- the register decides what is ticked
  render(<NewsletterConsent consentId="ci_newsletter" checked />);
});

test('the newsletter names the entry that has the props which it refuses', () => {
  type Props = ComponentProps<typeof NewsletterConsent>;
  type Reason<Prop extends keyof Props> = Exclude<Props[Prop], undefined>;
  type Elsewhere =
    Refused<'NewsletterConsent of @norce-kit/react/lazy/newsletter has this prop, and the same name'>;
  expectTypeOf<Reason<RefusedProp>>().toEqualTypeOf<Elsewhere>();
  const consentId = 'ci_newsletter';
  // @ts-expect-error -- of @norce-kit/react/lazy/newsletter
  render(<NewsletterConsent consentId={consentId} orderId="o_other" />);
  // @ts-expect-error -- of @norce-kit/react/lazy/newsletter
  render(<NewsletterConsent consentId={consentId} id="newsletter" />);
  // @ts-expect-error -- of @norce-kit/react/lazy/newsletter
  render(<NewsletterConsent consentId={consentId} onChange={() => undefined} />);
  // @ts-expect-error -- of @norce-kit/react/lazy/newsletter
  render(<NewsletterConsent consentId={consentId}>News</NewsletterConsent>);
  // @ts-expect-error -- of @norce-kit/react/lazy/newsletter
  render(<NewsletterConsent consentId={consentId} links={[{ href: '/a', text: 'A' }]} />);
  // @ts-expect-error -- of @norce-kit/react/lazy/newsletter
  render(<NewsletterConsent consentId={consentId} render={() => null} />);
  // @ts-expect-error -- of @norce-kit/react/lazy/newsletter
  render(<NewsletterConsent consentId={consentId} readOnly />);
  // @ts-expect-error -- of @norce-kit/react/lazy/newsletter
  render(<NewsletterConsent channels={{ email: 'ci_email' }} />);
  // @ts-expect-error -- of @norce-kit/react/lazy/newsletter
  render(<NewsletterConsent consentId={consentId} label={<b>News</b>} />);
});

test('the other boxes have the types of the main entry', () => {
  expectTypeOf(ConsentCheckbox).toEqualTypeOf<typeof FullCheckbox>();
  expectTypeOf(TermsConsent).toEqualTypeOf<typeof FullTerms>();
  expectTypeOf(WholeNewsletter).toEqualTypeOf<typeof FullNewsletter>();
});

test('the gate has the options and the result of the one of the main entry', () => {
  expectTypeOf(useConsentGate).toEqualTypeOf(useFullGate);
});
