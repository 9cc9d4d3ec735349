import type { Answer } from './answer.ts';
import { badRequest, refuse } from './answer.ts';
import type { Call, Result } from './call.ts';
import type { Operation, OrderChange, SandboxOrder } from './types.ts';

/** An adapter that is asked before a change is stored, and may change the order further or refuse. */
export interface Hook {
  /** The part of the order it watches. */
  readonly scope: '/consents' | '/state';
  /** A write that bears this in `x-adapterid` does not ask it. */
  readonly adapterId?: string;
  /** Gets the order as it would be stored and as it is; one that throws is answered with 500. */
  readonly invoke: (next: SandboxOrder, present: SandboxOrder) => HookAnswer | Promise<HookAnswer>;
}

/** What a hook says: nothing, members of the order to overwrite, or why not. */
export type HookAnswer = undefined | { readonly change: OrderChange } | { readonly refuse: string };

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
