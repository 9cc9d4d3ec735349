import { readConsent } from './consents.ts';
import type { OperationContext } from './context.ts';
import { moveTo } from './order-state.ts';
import { withCartTotal, withTotal } from './totals.ts';
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
  const order: SandboxOrder = withTotal({
    ...content,
    id,
    merchant: context.merchant,
    channel: context.channel,
    created: time,
    lastModified: time,
    state: { currentStatus: 'checkout', transitions: [{ status: 'checkout', timeStamp: time }] },
    cart: withCartTotal({ ...content.cart }),
    shippings: (content.shippings ?? []).map((shipping, index) => ({ id: `ss_${index + 1}`, ...shipping })),
    payments: content.payments ?? [],
    consents,
    validations,
    hooks: [],
    total: {},
    attributes: { ...content.attributes },
  });
  return status === 'checkout' ? order : moveTo(order, status, now);
}
