import { expectTypeOf, test } from 'vitest';
import { createOrderAdmin } from './admin.ts';
import type { OrderAdmin, OrderAdminOptions, OrderEnvironment, ValidationRegistration } from './admin.ts';
import type { OrderClient } from './index.ts';

const access = { apiKey: 'k', merchant: 'm', channel: 'c' };

test('an API is named by slug and environment or by its address, never by both or by half', () => {
  createOrderAdmin({ ...access, slug: 'acme', environment: 'playground' });
  createOrderAdmin({ ...access, baseUrl: 'https://api.example' });
  // @ts-expect-error -- which environment?
  createOrderAdmin({ ...access, slug: 'acme' });
  // @ts-expect-error -- there is no such environment
  createOrderAdmin({ ...access, slug: 'acme', environment: 'prod' });
  // @ts-expect-error -- which of the two?
  createOrderAdmin({ ...access, slug: 'acme', environment: 'stage', baseUrl: 'https://api.example' });
  // @ts-expect-error -- which API would it be?
  createOrderAdmin(access);
  expectTypeOf<OrderEnvironment>().toEqualTypeOf<'playground' | 'stage' | 'production'>();
});

test('key, merchant and channel are required', () => {
  const api = { baseUrl: 'https://api.example' };
  // @ts-expect-error -- without a key nothing is answered
  createOrderAdmin({ ...api, merchant: 'm', channel: 'c' });
  // @ts-expect-error -- whose orders would it be?
  createOrderAdmin({ ...api, apiKey: 'k', channel: 'c' });
  // @ts-expect-error -- which settings would it be?
  createOrderAdmin({ ...api, apiKey: 'k', merchant: 'm' });
  // @ts-expect-error -- a variable that may be missing has to be looked at first
  createOrderAdmin({ ...api, ...access, apiKey: process.env['NORCE_KEY'] });
  expectTypeOf<OrderAdminOptions['apiKey']>().toEqualTypeOf<string>();
});

test('it does all a shopper’s client does, and registers a validation by its address', () => {
  expectTypeOf<OrderAdmin>().toExtend<Omit<OrderClient, 'registerValidation'>>();
  expectTypeOf<Parameters<OrderAdmin['registerValidation']>[1]>().toEqualTypeOf<ValidationRegistration>();
  expectTypeOf<OrderAdmin['createOrder']>().returns.resolves.toEqualTypeOf<{ readonly id: string }>();
  expectTypeOf<OrderAdmin['setState']>().returns.resolves.toEqualTypeOf<'done' | 'pending'>();
  expectTypeOf<OrderAdmin['deleteConsent']>().returns.resolves.toBeVoid();
  const admin = createOrderAdmin({ ...access, baseUrl: 'https://api.example' });
  // @ts-expect-error -- a name means something to the handler alone
  void admin.registerValidation('o1', { name: 'stock' });
  // @ts-expect-error -- there is no such state
  void admin.setState('o1', 'paid');
});
