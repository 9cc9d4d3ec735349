import type { Answer } from './response.ts';
import { badRequest, refuse } from './response.ts';
import type { Call, Result } from './context.ts';
import type { Hook, HookAnswer, Operation, SandboxOrder } from '../types.ts';

/** Asks the hooks in turn, each with what the ones before made of the order. */
export async function askHooks(present: SandboxOrder, result: Result, call: Call): Promise<Result> {
  if (result.order === undefined) return result;
  let next = result.order;
  for (const hook of hooksOf(call)) {
    const said = await invoke(hook, next, present);
    if (said !== undefined && 'status' in said) return { answer: said };
    if (said !== undefined && 'refuse' in said) return { answer: badRequest(said.refuse) };
    if (said !== undefined) next = { ...next, ...said.change };
  }
  return { ...result, order: next };
}

async function invoke(hook: Hook, next: SandboxOrder, present: SandboxOrder): Promise<HookAnswer | Answer> {
  try {
    return await hook.invoke(next, present);
  } catch {
    return refuse(500, 'internal-server-error', 'A hook failed.');
  }
}

function hooksOf({ operation, hooks, adapterId }: Call): readonly Hook[] {
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
};
