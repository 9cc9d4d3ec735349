import type { AnswerEnd, Order, OrderApiError, SaveState, ValidationResult } from '@norce-kit/core';
import { createOrderClient } from '@norce-kit/core';
import { createOrderAdmin } from '@norce-kit/core/admin';
import { QueryClient, useMutation, useQuery } from '@tanstack/react-query';
import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { expectTypeOf, test } from 'vitest';
import {
  ConsentCheckbox,
  NewsletterConsent,
  OrderProvider,
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
import type { ConsentBlocker, OrderEvent } from './index.ts';

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
  render(<OrderProvider client={admin} orderId="o" initialOrder={{ id: 'o' } as Order} />);
  // @ts-expect-error -- without an order nobody knows what the boxes are about
  render(<OrderProvider client={client} />);
  // @ts-expect-error -- a missing member and an undefined one are not the same
  render(<OrderProvider client={client} orderId="o" initialOrder={undefined} />);
});

test('an event can be told apart by its type, and has nothing personal in it', () => {
  const hear = (event: OrderEvent) => {
    switch (event.type) {
      case 'validation-registered':
        return event.validation;
      case 'consent-changed':
      case 'consent-saved':
      case 'consent-not-saved':
      case 'consent-unknown':
        expectTypeOf(event.checked).toEqualTypeOf<boolean>();
        return event.consentId;
      case 'evidence-saved':
      case 'evidence-not-saved':
        return event.consentId;
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

test('attributes are as exact as the caller says, and values that JSON cannot carry are none', () => {
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

test('a validation is named, or given by adapter and address where the caller says so', () => {
  useRegisterValidation().mutate({ name: 'stock' });
  // @ts-expect-error -- a page behind the handler must not choose who is called about an order
  useRegisterValidation().mutate({ adapterId: 'a', url: 'https://a.example' });
  useRegisterValidation<{ adapterId: string; url: string }>().mutate({
    adapterId: 'a',
    url: 'https://a.example',
  });
});

test('reasons of a gate can be told apart completely', () => {
  expectTypeOf<ConsentBlocker['reason']>().toEqualTypeOf<'missing' | 'saving' | 'not-saved' | 'unknown'>();
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
  // @ts-expect-error -- what the box shows is the order's to say
  render(<ConsentCheckbox consentId="c" checked />);
  // @ts-expect-error -- a newsletter must not be a condition of an order
  render(<NewsletterConsent consentId="c" required />);
});
