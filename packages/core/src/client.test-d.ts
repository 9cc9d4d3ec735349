import { expectTypeOf, test } from 'vitest';
import { createAnswers, createOrderClient, isOrderApiError, isUnsavedAnswersError } from './index.ts';
import type {
  Answer,
  AnswerEnd,
  AnswerEvent,
  CallOptions,
  Consent,
  JsonValue,
  OrderApiError,
  OrderApiErrorKind,
  OrderClient,
  Order,
  OrderClientOptions,
  OrderStatus,
  Outcome,
  SaveState,
  UnsavedAnswer,
  UnsavedAnswersError,
  ValidationFailure,
  ValidationResult,
  WriteOptions,
} from './index.ts';

const client = createOrderClient({ baseUrl: '/api/norce' });

test('unions are exact, so that a switch over them can be exhaustive', () => {
  expectTypeOf<OrderApiErrorKind>().toEqualTypeOf<
    | 'network'
    | 'timeout'
    | 'aborted'
    | 'unauthorized'
    | 'forbidden'
    | 'not-found'
    | 'conflict'
    | 'invalid'
    | 'rate-limited'
    | 'server'
    | 'protocol'
  >();
  expectTypeOf<Outcome>().toEqualTypeOf<'not-applied' | 'unknown'>();
  expectTypeOf<SaveState>().toEqualTypeOf<
    'idle' | 'saving' | 'saved' | 'not-saved' | 'unknown' | 'waiting'
  >();
  expectTypeOf<AnswerEnd>().toEqualTypeOf<'saved' | 'superseded'>();
  expectTypeOf<AnswerEvent['type']>().toEqualTypeOf<
    'saved' | 'not-saved' | 'unknown' | 'dropped' | 'changed'
  >();
  expectTypeOf<UnsavedAnswer['reason']>().toEqualTypeOf<'saving' | 'waiting' | 'not-saved' | 'unknown'>();
  expectTypeOf<OrderStatus>().toEqualTypeOf<
    'checkout' | 'processing' | 'accepted' | 'completed' | 'declined' | 'removed'
  >();
});

test('createOrderClient accepts no key', () => {
  // @ts-expect-error -- the type of apiKey contains the reason, and no value has it
  createOrderClient({ baseUrl: '/api', apiKey: 'sk-1' });
  // @ts-expect-error -- also when it may be undefined
  createOrderClient({ baseUrl: '/api', apiKey: process.env['KEY'] });
  // @ts-expect-error -- headers are not an option, because they could contain a key
  createOrderClient({ baseUrl: '/api', headers: { authorization: 'Bearer sk-1' } });
  expectTypeOf<string>().not.toExtend<OrderClientOptions['apiKey']>();
});

test('baseUrl is required, and optional members may be undefined', () => {
  // @ts-expect-error -- baseUrl is missing
  createOrderClient({});
  createOrderClient({ baseUrl: '/api', timeout: undefined });
  void client.getOrder('o1', { signal: undefined });
  createOrderClient({ baseUrl: '/api', timeout: 5_000, totalTimeout: 10_000, retry: 0 });
});

test('a browser client has no apiVersion: the handler serves v0 alone', () => {
  // @ts-expect-error -- not an option
  createOrderClient({ baseUrl: '/api', apiVersion: 'v1' });
});

test('an answer is a boolean', () => {
  // @ts-expect-error -- a string is not a boolean
  void client.patchConsent('o1', 'news', 'true');
  // @ts-expect-error -- undefined is not a boolean
  void client.patchConsent('o1', 'news', undefined);
  // @ts-expect-error -- checked is missing
  void client.patchConsents('o1', [{ id: 'news' }]);
  // @ts-expect-error -- the API accepts only id and checked
  void client.patchConsents('o1', [{ id: 'news', checked: true, text: 'x' }]);
});

test('attributes are JSON values', () => {
  expectTypeOf<{ a: 1; b: null; c: readonly ['x', { d: true }] }>().toExtend<Record<string, JsonValue>>();
  // @ts-expect-error -- JSON has no undefined
  void client.patchAttributes('o1', { a: undefined });
  // @ts-expect-error -- JSON.stringify converts a Date to a string
  void client.patchAttributes('o1', { a: new Date() });
  // @ts-expect-error -- JSON.stringify drops a function
  void client.patchAttributes('o1', { a: () => 1 });
  // @ts-expect-error -- JSON.stringify throws on a bigint
  void client.patchAttributes('o1', { a: 1n });
});

test('a browser registers a validation by name, not by URL', () => {
  void client.registerValidation('o1', { name: 'stock' });
  // @ts-expect-error -- the handler configuration has the URL
  void client.registerValidation('o1', { adapterId: 'stock', url: 'https://checks.example' });
});

test('the client has no operation that needs the key', () => {
  expectTypeOf<keyof OrderClient>().toEqualTypeOf<
    | 'baseUrl'
    | 'getOrder'
    | 'patchConsent'
    | 'patchConsents'
    | 'patchAttributes'
    | 'registerValidation'
    | 'validateOrder'
  >();
});

test('results are exact and contain no any', () => {
  expectTypeOf(client.getOrder).returns.resolves.toEqualTypeOf<Order>();
  expectTypeOf(client.getOrder).returns.resolves.not.toBeAny();
  expectTypeOf(client.patchConsent).returns.resolves.toBeVoid();
  expectTypeOf(client.registerValidation).returns.resolves.toEqualTypeOf<{
    readonly id: string | undefined;
  }>();
  expectTypeOf(client.validateOrder).returns.resolves.toEqualTypeOf<ValidationResult>();
  expectTypeOf<ValidationResult>().toEqualTypeOf<
    { readonly ok: true } | { readonly ok: false; readonly failures: readonly ValidationFailure[] }
  >();
  expectTypeOf<Order['consents']>().toEqualTypeOf<readonly Consent[] | undefined>();
  expectTypeOf<Consent['checked']>().toEqualTypeOf<boolean | undefined>();
  expectTypeOf<NonNullable<Order['attributes']>[string]>().toEqualTypeOf<unknown>();
  expectTypeOf<Order['another member']>().toEqualTypeOf<unknown>();
  expectTypeOf<Parameters<OrderClient['getOrder']>[1]>().toEqualTypeOf<CallOptions | undefined>();
  expectTypeOf<Parameters<OrderClient['patchConsent']>[3]>().toEqualTypeOf<WriteOptions | undefined>();
});

test('an order is readonly', () => {
  const order = { merchant: 'm', channel: 'c' } as Order;
  // @ts-expect-error -- consents is readonly
  order.consents = [];
});

test('guards narrow a caught value', () => {
  const caught: unknown = undefined;
  if (isOrderApiError(caught)) {
    expectTypeOf(caught).toEqualTypeOf<OrderApiError>();
    expectTypeOf(caught.kind).toEqualTypeOf<OrderApiErrorKind>();
    expectTypeOf(caught.status).toEqualTypeOf<number | undefined>();
    expectTypeOf(caught.retryable).toEqualTypeOf<boolean>();
    expectTypeOf(caught.cause).toEqualTypeOf<unknown>();
    // @ts-expect-error -- kind is readonly
    caught.kind = 'server';
  }
  if (isUnsavedAnswersError(caught)) {
    expectTypeOf(caught).toEqualTypeOf<UnsavedAnswersError>();
    expectTypeOf(caught.unsaved).toEqualTypeOf<readonly UnsavedAnswer[]>();
  }
});

test('createAnswers needs only getOrder and patchConsent', () => {
  const answers = createAnswers({ getOrder: client.getOrder, patchConsent: client.patchConsent });
  expectTypeOf(answers.set).returns.resolves.toEqualTypeOf<AnswerEnd>();
  expectTypeOf(answers.get).returns.toEqualTypeOf<Answer>();
  expectTypeOf(answers.get('o1', 'news').checked).toEqualTypeOf<boolean | undefined>();
  // @ts-expect-error -- getOrder is missing, which looks up lost responses
  createAnswers({ patchConsent: client.patchConsent });
  // @ts-expect-error -- undefined is not a boolean
  void answers.set('o1', 'news', undefined);
});
