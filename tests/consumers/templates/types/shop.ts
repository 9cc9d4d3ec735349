import { createAnswers, createOrderClient, isOrderApiError } from '@norce-kit/core';
import type { Order, SaveState, ValidationResult } from '@norce-kit/core';
import { createOrderAdmin } from '@norce-kit/core/admin';
import { createSandbox, seeds } from '@norce-kit/sandbox';
import { serveSandbox } from '@norce-kit/sandbox/server';
import { setUpOrder } from '@norce-kit/sandbox/testing';
import { createOrderHandler, orderCookie } from '@norce-kit/server';
import { toNodeListener, undiciTransport } from '@norce-kit/server/node';
import { createServer } from 'node:http';

const sandbox = createSandbox({ seed: [seeds.swedish()] });
const upstream = {
  baseUrl: 'https://sandbox.invalid',
  apiKey: 'key',
  merchant: 'acme',
  channel: 'acme-se',
  transport: undiciTransport(),
};
export const handler = createOrderHandler({ upstream, authorize: orderCookie({ secret: 's'.repeat(32) }) });
export const server = createServer(toNodeListener(handler));
export const admin = createOrderAdmin({
  slug: 'acme',
  environment: 'playground',
  apiKey: 'key',
  merchant: 'acme',
  channel: 'acme-se',
});
export const served = serveSandbox({ sandbox, port: 0 });
export const rig = setUpOrder;

const client = createOrderClient({ baseUrl: '/api/norce', fetch: sandbox.fetch });
export const order: Promise<Order> = client.getOrder('o_1');
export const result: Promise<ValidationResult> = client.validateOrder('o_1');
export const state: SaveState = createAnswers(client).get('o_1', 'ci_newsletter').saveState;
export const kindOf = (error: unknown) => (isOrderApiError(error) ? error.kind : undefined);

// @ts-expect-error: `authorize` is mandatory
createOrderHandler({ upstream });
// @ts-expect-error: an answer is a boolean
void client.patchConsent('o_1', 'ci_newsletter', 'yes');
