import { vi } from 'vitest';
import type { Renderers } from '../../../packages/react/src/lazy/page-state.ts';

/** Loads the entries as a new page does: their state is that of a page. */
export async function loadEntries(hasGate: boolean) {
  vi.resetModules();
  const lazy = await import('@norce-kit/react/lazy');
  const { createOrderClient } = await import('@norce-kit/core');
  const main = await import('@norce-kit/react');
  const { consentEvidence } = await import('@norce-kit/react/lazy/evidence');
  const pageState = await import('../../../packages/react/src/lazy/page-state.ts');
  const { replaceImport } = await import('../../../packages/react/src/lazy/load-engine.ts');
  // So that nothing is read from the disk while the clock is a fake one.
  await import('../../../packages/react/src/order/evidence.ts');
  const { useConsentGate } = await import('@norce-kit/react/lazy/gate');
  if (hasGate) await import('../../../packages/react/src/lazy/run-gates.tsx');
  return { lazy, main, createOrderClient, consentEvidence, useConsentGate, pageState, replaceImport };
}

export type Entries = Awaited<ReturnType<typeof loadEntries>>;

/** Loads the code of the engine; evaluates it at the first call. */
export const loadEngine = (): Promise<Renderers> => import('../../../packages/react/src/lazy/engine.ts');

/** Code that is on its way. What waits for it is called when it arrives or fails, also in the middle of an event. */
export class Parcel<Code> {
  readonly #waiting: { readonly done: (code: Code) => void; readonly failed: (error: unknown) => void }[] =
    [];
  /** Arrives with each request from now on. */
  code: Code | undefined;

  get isAwaited(): boolean {
    return this.#waiting.length > 0;
  }

  /** Requests the code. */
  fetch(): Promise<Code> {
    // A thenable, because a promise calls its listeners only after the present event.
    const parcel = {
      then: (done: (code: Code) => void, failed: (error: unknown) => void) => {
        if (this.code === undefined) this.#waiting.push({ done, failed });
        else done(this.code);
        return parcel;
      },
    };
    return parcel as unknown as Promise<Code>;
  }

  arrive(code: Code): void {
    this.code = code;
    for (const { done } of this.#waiting.splice(0)) done(code);
  }

  fail(): void {
    const error = new TypeError('Failed to fetch dynamically imported module');
    for (const { failed } of this.#waiting.splice(0)) failed(error);
  }
}
