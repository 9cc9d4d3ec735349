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

test('unions are exact, so that a switch over them can be complete', () => {
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
  expectTypeOf<AnswerEvent['type']>().toEqualTypeOf<'saved' | 'not-saved' | 'unknown' | 'changed'>();
  expectTypeOf<UnsavedAnswer['reason']>().toEqualTypeOf<'saving' | 'waiting' | 'not-saved' | 'unknown'>();
  expectTypeOf<OrderStatus>().toEqualTypeOf<
    'checkout' | 'processing' | 'accepted' | 'completed' | 'declined' | 'removed'
  >();
});

test('a key handed to the client of a browser does not compile', () => {
  // @ts-expect-error -- a key belongs on a server
  createOrderClient({ baseUrl: '/api', apiKey: 'sk-1' });
  // @ts-expect-error -- whatever its value
  createOrderClient({ baseUrl: '/api', apiKey: process.env['KEY'] });
  // @ts-expect-error -- nor does a header that could hold it
  createOrderClient({ baseUrl: '/api', headers: { authorization: 'Bearer sk-1' } });
  expectTypeOf<OrderClientOptions['apiKey']>().toEqualTypeOf<undefined>();
});

test('required options are required, and optional ones may be undefined', () => {
  // @ts-expect-error -- without an address nothing can be reached
  createOrderClient({});
  createOrderClient({ baseUrl: '/api', timeout: undefined });
  void client.getOrder('o1', { signal: undefined });
  createOrderClient({ baseUrl: '/api', timeout: 5_000, totalTimeout: 10_000, retry: 0 });
});

test('a browser client has no apiVersion: the handler serves v0 alone', () => {
  // @ts-expect-error -- the handler has no other
  createOrderClient({ baseUrl: '/api', apiVersion: 'v1' });
});

test('an answer is true or false and nothing that resembles them', () => {
  // @ts-expect-error -- a string is not an answer
  void client.patchConsent('o1', 'news', 'true');
  // @ts-expect-error -- neither is nothing
  void client.patchConsent('o1', 'news', undefined);
  // @ts-expect-error -- nor an entry without one
  void client.patchConsents('o1', [{ id: 'news' }]);
  // @ts-expect-error -- nor one that says more than the API takes
  void client.patchConsents('o1', [{ id: 'news', checked: true, text: 'x' }]);
});

test('attributes are JSON', () => {
  expectTypeOf<{ a: 1; b: null; c: readonly ['x', { d: true }] }>().toExtend<Record<string, JsonValue>>();
  // @ts-expect-error -- JSON has no way to write it
  void client.patchAttributes('o1', { a: undefined });
  // @ts-expect-error -- JSON would turn it into a string
  void client.patchAttributes('o1', { a: new Date() });
  // @ts-expect-error -- JSON would drop it
  void client.patchAttributes('o1', { a: () => 1 });
  // @ts-expect-error -- JSON.stringify would throw
  void client.patchAttributes('o1', { a: 1n });
});

test('a browser names a validation, and cannot choose who is called', () => {
  void client.registerValidation('o1', { name: 'stock' });
  // @ts-expect-error -- the address is the handler's to know
  void client.registerValidation('o1', { adapterId: 'stock', url: 'https://checks.example' });
});

test('a shopper’s client has no operation that needs the key', () => {
  expectTypeOf<keyof OrderClient>().toEqualTypeOf<
    'getOrder' | 'patchConsent' | 'patchConsents' | 'patchAttributes' | 'registerValidation' | 'validateOrder'
  >();
});

test('results are exact, and nothing is any', () => {
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
  expectTypeOf<Order['nobody knows']>().toEqualTypeOf<unknown>();
  expectTypeOf<Parameters<OrderClient['getOrder']>[1]>().toEqualTypeOf<CallOptions | undefined>();
  expectTypeOf<Parameters<OrderClient['patchConsent']>[3]>().toEqualTypeOf<WriteOptions | undefined>();
});

test('an order is read, not written to', () => {
  const order = { merchant: 'm', channel: 'c' } as Order;
  // @ts-expect-error -- what came from the server is not ours to change
  order.consents = [];
});

test('guards narrow what was caught', () => {
  const caught: unknown = undefined;
  if (isOrderApiError(caught)) {
    expectTypeOf(caught).toEqualTypeOf<OrderApiError>();
    expectTypeOf(caught.kind).toEqualTypeOf<OrderApiErrorKind>();
    expectTypeOf(caught.status).toEqualTypeOf<number | undefined>();
    expectTypeOf(caught.retryable).toEqualTypeOf<boolean>();
    expectTypeOf(caught.cause).toEqualTypeOf<unknown>();
    // @ts-expect-error -- an error tells, it does not change
    caught.kind = 'server';
  }
  if (isUnsavedAnswersError(caught)) {
    expectTypeOf(caught).toEqualTypeOf<UnsavedAnswersError>();
    expectTypeOf(caught.unsaved).toEqualTypeOf<readonly UnsavedAnswer[]>();
  }
});

test('the register stands on two operations of any client', () => {
  const answers = createAnswers({ getOrder: client.getOrder, patchConsent: client.patchConsent });
  expectTypeOf(answers.set).returns.resolves.toEqualTypeOf<AnswerEnd>();
  expectTypeOf(answers.get).returns.toEqualTypeOf<Answer>();
  expectTypeOf(answers.get('o1', 'news').checked).toEqualTypeOf<boolean | undefined>();
  // @ts-expect-error -- without reading the order a lost answer could not be looked up
  createAnswers({ patchConsent: client.patchConsent });
  // @ts-expect-error -- a box without a value is no answer
  void answers.set('o1', 'news', undefined);
});
