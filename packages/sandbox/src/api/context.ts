import type { PlainResponse } from './response.ts';
import type { Route } from './routes.ts';
import type { SandboxState } from '../state/sandbox-state.ts';
import type { SandboxOrder } from '../types.ts';

/** An admitted request: its route, its caller and its parsed body. */
export interface AdmittedRequest extends Route {
  readonly merchant: string;
  readonly channel: string;
  readonly adapterId: string | undefined;
  /** The parsed body; undefined without one. */
  readonly body: unknown;
  /** Whether `{ name }` registers a validation, as through the handler of `@norce-kit/server`. */
  readonly allowsNamedValidations: boolean;
}

/** An admitted request with the parts of the state that operations use. */
export interface OperationContext
  extends AdmittedRequest, Pick<SandboxState, 'unknowns' | 'clock' | 'hooks' | 'callbacks' | 'newId'> {}

/** The result of an operation. */
export interface OperationResult {
  readonly response: PlainResponse;
  /** The order to store; undefined if it does not change. */
  readonly order?: SandboxOrder;
  /** Milliseconds after which the operation runs again, on the order as it is then. */
  readonly deferMs?: number;
}

/** An operation on one order. It changes nothing itself; the order service stores the order it returns. */
export type OperationHandler = (
  order: SandboxOrder,
  context: OperationContext,
) => OperationResult | Promise<OperationResult>;

/** Adds to an admitted request the parts of the state that operations use. */
export function createContext(
  request: AdmittedRequest,
  { unknowns, clock, hooks, callbacks, newId }: SandboxState,
): OperationContext {
  return { ...request, unknowns, clock, hooks, callbacks, newId };
}
