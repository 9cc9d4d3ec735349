export { createSandbox } from './sandbox.ts';

export type { Clock } from './clock.ts';
export type { SandboxOptions } from './options.ts';
export type { Orders } from './orders.ts';
export type { Milliseconds } from './random.ts';
export type { Receipt, ReceiptFilter, Receipts } from './receipts.ts';
export type { Sandbox } from './sandbox.ts';
export type {
  Operation,
  OrderChange,
  OrderInput,
  SandboxConsent,
  SandboxOrder,
  SandboxValidation,
} from './types.ts';
export type { Unknowns } from './unknowns.ts';
