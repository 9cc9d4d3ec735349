import type { Price } from '@norce-kit/core';
import type { Call } from './context.ts';
import { readConsent } from './consents.ts';
import { moveTo } from './order-state.ts';
import type { OrderInput, SandboxConsent, SandboxOrder, SandboxValidation } from '../types.ts';
import { readValidation } from './validations.ts';

/** Makes an order out of what is given; a string says why it cannot be. */
export function newOrder(
  input: OrderInput,
  call: Pick<Call, 'merchant' | 'channel' | 'version' | 'unknowns' | 'newId' | 'clock' | 'named'>,
): SandboxOrder | string {
  const consents: SandboxConsent[] = [];
  for (const entry of input.consents ?? []) {
    const consent = readConsent(entry, call);
    if (typeof consent === 'string') return consent;
    consents.push(consent);
  }
  const validations: SandboxValidation[] = [];
  for (const entry of input.validations ?? []) {
    const validation = readValidation(entry, call);
    if (typeof validation === 'string') return validation;
    validations.push({ ...validation, id: call.newId('oc') });
  }
  const { status = 'checkout', id = call.newId('o'), ...content } = input;
  const now = call.clock.now();
  const time = new Date(now).toISOString();
  const cart = {
    ...content.cart,
    total: content.cart?.total ?? sum((content.cart?.items ?? []).map((item) => item.total)),
  };
  const shippings = content.shippings ?? [];
  const total = sum([cart.total, ...shippings.map((shipping) => shipping['total'] as Price | undefined)]);
  const order: SandboxOrder = {
    ...content,
    id,
    merchant: call.merchant,
    channel: call.channel,
    created: time,
    lastModified: time,
    state: { currentStatus: 'checkout', transitions: [{ status: 'checkout', timeStamp: time }] },
    cart,
    shippings,
    payments: content.payments ?? [],
    consents,
    validations,
    hooks: [],
    total,
    attributes: { ...content.attributes },
  };
  return status === 'checkout' ? order : moveTo(order, status, now);
}

function sum(prices: readonly (Price | undefined)[]): { includingVat: number; excludingVat: number } {
  const add = (amounts: readonly (number | undefined)[]) =>
    Math.round(amounts.reduce<number>((total, amount) => total + (amount ?? 0) * 100, 0)) / 100;
  return {
    includingVat: add(prices.map((price) => price?.includingVat)),
    excludingVat: add(prices.map((price) => price?.excludingVat)),
  };
}
