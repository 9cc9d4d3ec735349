import { json } from './response.ts';
import { askValidation } from './callbacks.ts';
import type { Handle } from './context.ts';
import { checkOrder } from './checks.ts';
import { openConsents } from './consents.ts';

/** POST …/validate: the order service's own checks, and every registered validation, all at the same time. */
export const validateOrder: Handle = async (order, call) => {
  const reported = call.unknowns.validateConsents === 'report' && openConsents(order).length > 0;
  const own = [...checkOrder(order), ...(reported ? (['consent-required'] as const) : [])];
  const asked = await Promise.all(
    order.validations.map((validation) => askValidation(order, validation, call)),
  );
  const failures = [...own.map((code) => ({ code, adapterId: 'order' })), ...asked.flat()];
  const [first] = failures;
  if (first === undefined) return { answer: json(200, []) };
  const bodies = { list: failures, errors: { errors: failures }, single: { message: 'Refused.', ...first } };
  return { answer: json(400, bodies[call.unknowns.validateFailure]) };
};
