import { expectTypeOf, test } from 'vitest';
import { createOrderAdmin } from './admin.ts';
import type { OrderAdmin, OrderAdminOptions, OrderEnvironment, ValidationRegistration } from './admin.ts';
import type { OrderClient } from './index.ts';

const access = { apiKey: 'k', merchant: 'm', channel: 'c' };

test('the connection is either slug and environment or a base URL', () => {
  createOrderAdmin({ ...access, slug: 'acme', environment: 'playground' });
  createOrderAdmin({ ...access, baseUrl: 'https://api.example' });
  // @ts-expect-error -- environment is missing
  createOrderAdmin({ ...access, slug: 'acme' });
  // @ts-expect-error -- not an environment
  createOrderAdmin({ ...access, slug: 'acme', environment: 'prod' });
  // @ts-expect-error -- baseUrl excludes slug and environment
  createOrderAdmin({ ...access, slug: 'acme', environment: 'stage', baseUrl: 'https://api.example' });
  // @ts-expect-error -- neither slug and environment nor baseUrl
  createOrderAdmin(access);
  expectTypeOf<OrderEnvironment>().toEqualTypeOf<'playground' | 'stage' | 'production'>();
});

test('key, merchant and channel are required', () => {
  const api = { baseUrl: 'https://api.example' };
  // @ts-expect-error -- apiKey is missing
  createOrderAdmin({ ...api, merchant: 'm', channel: 'c' });
  // @ts-expect-error -- merchant is missing
  createOrderAdmin({ ...api, apiKey: 'k', channel: 'c' });
  // @ts-expect-error -- channel is missing
  createOrderAdmin({ ...api, apiKey: 'k', merchant: 'm' });
  // @ts-expect-error -- an environment variable may be undefined
  createOrderAdmin({ ...api, ...access, apiKey: process.env['NORCE_KEY'] });
  expectTypeOf<OrderAdminOptions['apiKey']>().toEqualTypeOf<string | (() => string | Promise<string>)>();
});

test('the admin has the operations of the client and registers a validation by URL', () => {
  expectTypeOf<OrderAdmin>().toExtend<Omit<OrderClient, 'registerValidation'>>();
  expectTypeOf<Parameters<OrderAdmin['registerValidation']>[1]>().toEqualTypeOf<ValidationRegistration>();
  expectTypeOf<OrderAdmin['createOrder']>().returns.resolves.toEqualTypeOf<{ readonly id: string }>();
  expectTypeOf<OrderAdmin['setState']>().returns.resolves.toEqualTypeOf<'done' | 'pending'>();
  expectTypeOf<OrderAdmin['deleteConsent']>().returns.resolves.toBeVoid();
  const admin = createOrderAdmin({ ...access, baseUrl: 'https://api.example' });
  // @ts-expect-error -- only the handler resolves a name
  void admin.registerValidation('o1', { name: 'stock' });
  // @ts-expect-error -- not a state
  void admin.setState('o1', 'paid');
});
