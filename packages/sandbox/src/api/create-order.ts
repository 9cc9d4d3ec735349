import type { Price } from '@norce-kit/core';
import { readConsent } from './consents.ts';
import type { OperationContext } from './context.ts';
import { moveTo } from './order-state.ts';
import type { OrderInput, SandboxConsent, SandboxOrder, SandboxValidation } from '../types.ts';
import { readValidation } from './validations.ts';

/** The part of an operation's context that a new order depends on. */
type NewOrderContext = Pick<
  OperationContext,
  'merchant' | 'channel' | 'version' | 'unknowns' | 'newId' | 'clock' | 'allowsNamedValidations'
>;

/** Returns a new order, or the reason why the input is invalid. */
export function newOrder(input: OrderInput, context: NewOrderContext): SandboxOrder | string {
  const consents: SandboxConsent[] = [];
  for (const entry of input.consents ?? []) {
    const consent = readConsent(entry, context);
    if (typeof consent === 'string') return consent;
    consents.push(consent);
  }
  const validations: SandboxValidation[] = [];
  for (const entry of input.validations ?? []) {
    const validation = readValidation(entry, context);
    if (typeof validation === 'string') return validation;
    validations.push({ ...validation, id: context.newId('oc') });
  }
  const { status = 'checkout', id = context.newId('o'), ...content } = input;
  const now = context.clock.now();
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
    merchant: context.merchant,
    channel: context.channel,
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
