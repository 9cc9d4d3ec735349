import type { OperationContext, OperationResult } from './context.ts';
import type { PlainResponse } from './response.ts';
import { badRequest, problem } from './response.ts';
import type { Hook, HookResult, Operation, SandboxOrder } from '../types.ts';

/** Calls the hooks of an operation in turn; each receives the order as the previous hook changed it. */
export async function runHooks(
  present: SandboxOrder,
  result: OperationResult,
  context: OperationContext,
): Promise<OperationResult> {
  if (result.order === undefined) return result;
  let next = result.order;
  for (const hook of hooksOf(context)) {
    const hookResult = await invoke(hook, next, present);
    if (hookResult === undefined) continue;
    if ('status' in hookResult) return { response: hookResult };
    if ('refuse' in hookResult) return { response: badRequest(hookResult.refuse) };
    next = { ...next, ...hookResult.change };
  }
  return { ...result, order: next };
}

async function invoke(
  hook: Hook,
  next: SandboxOrder,
  present: SandboxOrder,
): Promise<HookResult | PlainResponse> {
  try {
    return await hook.invoke(next, present);
  } catch {
    return problem(500, 'internal-server-error', 'A hook failed.');
  }
}

function hooksOf({ operation, hooks, adapterId }: OperationContext): readonly Hook[] {
  const scope = scopes[operation];
  return hooks.filter(
    (hook) => hook.scope === scope && (hook.adapterId === undefined || hook.adapterId !== adapterId),
  );
}

const scopes: Readonly<Partial<Record<Operation, Hook['scope']>>> = {
  createConsent: '/consents',
  patchConsents: '/consents',
  patchConsent: '/consents',
  deleteConsent: '/consents',
  updateOrderState: '/state',
  updateCart: '/cart',
  updateBillingAddress: '/customer',
  updateShippingAddress: '/customer',
  createPayment: '/payments',
  updatePayment: '/payments',
  createShipping: '/shippings',
  updateShipping: '/shippings',
};
