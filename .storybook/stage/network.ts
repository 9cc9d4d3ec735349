import type { Fault, Operation, Sandbox } from '@norce-kit/sandbox';

/** Labels of the network conditions in the controls. */
export const networks = {
  fast: 'Fast',
  slow: 'Slow: each save takes 2.5 s',
  fails: 'Fails: nothing is saved',
  lost: 'Response lost: saved, never confirmed',
  gone: 'Response lost, order cannot be read',
  silent: 'No response',
  offline: 'Offline',
} as const;

export type Network = keyof typeof networks;

/** Returns the network of the toolbar, or undefined where the story decides. */
export function networkOf(choice: unknown): Network | undefined {
  if (choice === 'online') return 'fast';
  return choice === 'slow' || choice === 'fails' || choice === 'offline' ? choice : undefined;
}

const writes: readonly Operation[] = [
  'patchConsent',
  'patchConsents',
  'patchAttributes',
  'createValidation',
  'validateOrder',
];

const faults: Readonly<Record<Network, readonly Fault[]>> = {
  fast: [],
  slow: [{ kind: 'delay', before: 2_500, operation: writes }],
  fails: [{ kind: 'status', status: 500, operation: writes }],
  lost: [{ kind: 'apply-then-drop', operation: writes }],
  gone: [
    { kind: 'apply-then-drop', operation: writes },
    { kind: 'drop', operation: 'getOrder' },
  ],
  silent: [{ kind: 'hang', operation: writes }],
  offline: [{ kind: 'drop' }],
};

/** Applies a network condition to the sandbox. Returns a function that removes it. */
export function switchNetwork(sandbox: Sandbox, network: Network): () => void {
  const stops = faults[network].map((fault) => sandbox.faults.add(fault));
  if (network === 'offline') stops.push(goOffline());
  return () => stops.forEach((stop) => stop());
}

/** Emulates an offline browser: `navigator.onLine` and the `offline` event. Returns a function that goes online again. */
export function goOffline(): () => void {
  Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => false });
  dispatchEvent(new Event('offline'));
  return () => {
    // Restores the getter of the prototype.
    Reflect.deleteProperty(navigator, 'onLine');
    dispatchEvent(new Event('online'));
  };
}
