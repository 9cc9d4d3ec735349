export { createSandbox } from './sandbox.ts';
/** Predefined orders for the option `seed` and for `orders.create`. */
export * as seeds from './seeds.ts';

export type { PlainResponse } from './api/response.ts';
export type { Orders } from './back-office.ts';
export type { Clock } from './clock.ts';
export type { ActiveFault, Fault, FaultKind, Faults, FaultTarget } from './network/faults.ts';
export type { Outcome } from './network/outcome.ts';
export type { RequestCheck, SandboxOptions, Settings } from './options.ts';
export type { Milliseconds } from './random.ts';
export type { Sandbox } from './sandbox.ts';
export type { Receipt, ReceiptFilter, Receipts } from './state/receipts.ts';
export type {
  Callbacks,
  Hook,
  HookResult,
  NewValidation,
  Operation,
  OrderChange,
  OrderInput,
  SandboxConsent,
  SandboxOrder,
  SandboxValidation,
} from './types.ts';
export type { Unknowns } from './unknowns.ts';
