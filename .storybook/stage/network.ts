import type { Fault, Operation, Sandbox } from '@norce-kit/sandbox';

/** What a designer may ask of the network, in the words of the controls. */
export const networks = {
  fast: 'Fast',
  slow: 'Slow: each save takes 2.5 s',
  fails: 'Fails: nothing is saved',
  lost: 'Answer lost: saved, never confirmed',
  gone: 'Answer lost, order cannot be read',
  silent: 'No answer at all',
  offline: 'Offline',
} as const;

export type Network = keyof typeof networks;

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

/** Puts the sandbox behind such a network; returns what ends it. */
export function switchNetwork(sandbox: Sandbox, network: Network): () => void {
  const stops = faults[network].map((fault) => sandbox.faults.add(fault));
  if (network === 'offline') stops.push(goOffline());
  return () => stops.forEach((stop) => stop());
}

/** Makes the page believe that it has no connection, as the browser would. */
export function goOffline(): () => void {
  Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => false });
  dispatchEvent(new Event('offline'));
  return () => {
    // Uncovers the browser's own word again.
    Reflect.deleteProperty(navigator, 'onLine');
    dispatchEvent(new Event('online'));
  };
}
