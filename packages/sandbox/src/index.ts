export { createSandbox } from './sandbox.ts';
export * as seeds from './seeds.ts';

export type { Answer } from './api/response.ts';
export type { Clock } from './clock.ts';
export type {
  ApplyThenDropFault,
  DelayFault,
  DropFault,
  DropThenApplyFault,
  DuplicateFault,
  Fault,
  FaultKind,
  FaultTarget,
  HangFault,
  HeadersFault,
  LoginPageFault,
  RedirectFault,
  SilenceFault,
  StatusFault,
  TruncateFault,
} from './network/fault.ts';
export type { ActiveFault, Faults } from './network/faults.ts';
export type { RequestCheck, SandboxOptions, Settings } from './options.ts';
export type { Orders } from './back-office.ts';
export type { Outcome } from './network/outcome.ts';
export type { Milliseconds } from './random.ts';
export type { Receipt, ReceiptFilter, Receipts } from './state/receipts.ts';
export type { Sandbox } from './sandbox.ts';
export type {
  Callbacks,
  Hook,
  HookAnswer,
  NewValidation,
  Operation,
  OrderChange,
  OrderInput,
  SandboxConsent,
  SandboxOrder,
  SandboxValidation,
} from './types.ts';
export type { Unknowns } from './unknowns.ts';
