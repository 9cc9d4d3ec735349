import { admit } from '../api/admission.ts';
import type { OperationContext, OperationResult } from '../api/context.ts';
import { createContext } from '../api/context.ts';
import { runOperation } from '../api/order-service.ts';
import type { PlainRequest } from '../api/request.ts';
import { parseJson } from '../api/request.ts';
import type { PlainResponse } from '../api/response.ts';
import { problem } from '../api/response.ts';
import type { NoRoute, Route } from '../api/routes.ts';
import { findRoute, isWrite } from '../api/routes.ts';
import { wait } from '../clock.ts';
import type { Settings } from '../options.ts';
import { randomMilliseconds } from '../random.ts';
import type { Receipt, ReceiptLog, RequestSummary } from '../state/receipts.ts';
import type { SandboxState } from '../state/sandbox-state.ts';
import { applyFaults } from './apply-faults.ts';
import type { Fault, FaultRegistry } from './faults.ts';
import { complete } from './outcome.ts';
import type { Outcome } from './outcome.ts';

/** The parts of a sandbox that a request passes through. */
export interface PipelineParts {
  readonly settings: Settings;
  readonly state: SandboxState;
  readonly faults: FaultRegistry;
  readonly receipts: ReceiptLog;
}

/** One request for an operation, with the faults selected for it. */
interface RequestContext extends PipelineParts {
  readonly request: PlainRequest;
  readonly route: Route;
  readonly summary: RequestSummary;
  readonly selected: readonly Fault[];
}

/** One arrival of a request. A request is delivered twice by the fault `duplicate`. */
interface Delivery {
  /** Whether another write of the order had not ended when this one arrived. */
  readonly collides: boolean;
  /** Updates the receipt, if the request has one. */
  readonly update: (change: Partial<Receipt>) => void;
  /** Ends the write and notes the status of its response, if it has one. */
  readonly end: (response?: PlainResponse) => void;
}

/** Runs a request in this order: route, faults, receipt, latency, admission and operation, CORS headers. */
export async function runPipeline(request: PlainRequest, parts: PipelineParts): Promise<Outcome> {
  const { settings, state, faults } = parts;
  const route = findRoute(request.method, new URL(request.url).pathname);
  if (route === undefined || !('operation' in route)) return respondWithoutOperation(request, route, parts);

  const isTooLong = request.text.length > settings.bodyLimit;
  const summary = summarize(route, isTooLong ? undefined : parseJson(request.text));
  const selected = faults.select(summary, state.random);
  const context = { ...parts, request, route, summary, selected };
  const delivery = recordReceipt(context);
  await waitLatency(parts);
  const outcome = await applyFaults(selected, {
    clock: state.clock,
    random: state.random,
    apply: () => applyOnce(context, delivery),
    repeat: () => deliverAgain(context),
  });
  if (!('response' in outcome)) {
    delivery.end();
    return outcome;
  }
  delivery.end(outcome.response);
  return allowsCors(settings) ? { ...outcome, response: withCors(outcome.response) } : outcome;
}

/** Adds a receipt for an arriving write and marks the write as started. */
function recordReceipt({ route, summary, selected, state, receipts }: RequestContext): Delivery {
  const { operation, orderId = '' } = route;
  // A write that outlives a reset leaves no receipt.
  if (!isWrite(operation) || !state.isCurrent())
    return { collides: false, update: () => undefined, end: () => undefined };
  const fault = selected.map(({ kind }) => kind).join(', ');
  const time = state.clock.now();
  const update = receipts.add({ ...summary, ...(fault === '' ? {} : { fault }), time });
  // 409 is not documented for validations, and no other write can address a new order.
  const canCollide = operation !== 'createOrder' && !operation.endsWith('Validation');
  const write = canCollide ? state.startWrite(orderId) : undefined;
  return {
    collides: write?.collides === true,
    update,
    end: (response) => {
      write?.end();
      if (response !== undefined) update({ status: response.status });
    },
  };
}

/** Applies the request. What code or orders of the test cause is a 500 with the reason, because a rejection would look like a broken connection. */
async function applyOnce(context: RequestContext, delivery: Delivery): Promise<PlainResponse> {
  try {
    return await apply(context, delivery);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return problem(500, 'internal-server-error', `The sandbox cannot handle this request: ${reason}`);
  }
}

/** Admits the request, runs its operation, and notes in the receipt whether the order changed. */
async function apply(context: RequestContext, delivery: Delivery): Promise<PlainResponse> {
  const { request, route, settings, state } = context;
  const admitted = admit(request, route, settings);
  if ('status' in admitted) return admitted;
  if (delivery.collides && settings.unknowns.parallelWrites === 'conflict') {
    return problem(409, 'order-conflict', 'Another change of this order is under way.');
  }
  const operation = createContext(admitted, state);
  const { response, deferMs } = await runAndRecord(operation, state, delivery);
  if (deferMs !== undefined) {
    const atOnce = { ...operation, unknowns: { ...operation.unknowns, stateChange: 'at-once' as const } };
    state.clock.setTimeout(() => void runAndRecord(atOnce, state, delivery), deferMs);
  }
  return response;
}

async function runAndRecord(
  operation: OperationContext,
  state: SandboxState,
  delivery: Delivery,
): Promise<OperationResult> {
  const result = await runOperation(operation, state);
  if (result.order !== undefined) delivery.update({ applied: true, orderId: result.order.id });
  return result;
}

/** Delivers the request once more, with a receipt of its own. */
async function deliverAgain(context: RequestContext): Promise<void> {
  const delivery = recordReceipt(context);
  delivery.end(await applyOnce(context, delivery));
}

/** Responds to a path or method without an operation: 204 to a CORS preflight, otherwise 404, 405 or 501. */
async function respondWithoutOperation(
  { method }: PlainRequest,
  route: NoRoute | undefined,
  parts: PipelineParts,
): Promise<Outcome> {
  if (route === undefined) return complete(problem(404, 'not-found', 'There is no such operation.'));
  if ('notEmulated' in route) {
    return complete(problem(501, 'not-emulated', `The sandbox does not emulate ${route.notEmulated}.`));
  }
  const { allow } = route;
  if (method === 'OPTIONS' && allowsCors(parts.settings)) {
    await waitLatency(parts);
    return complete(preflightResponse(allow));
  }
  return complete(problem(405, 'method-not-allowed', `Allowed: ${allow}.`, { allow }));
}

function waitLatency({ settings, state }: PipelineParts): Promise<void> {
  return wait(state.clock, randomMilliseconds(settings.latency, state.random));
}

function summarize({ operation, orderId = '', consentId }: Route, body: unknown): RequestSummary {
  const member =
    operation === 'patchConsent' ? 'checked' : operation === 'updateOrderState' ? 'currentStatus' : '';
  const isMember = member !== '' && typeof body === 'object' && body !== null;
  const value = isMember ? (body as Record<string, unknown>)[member] : body;
  return { operation, orderId, ...(consentId === undefined ? {} : { consentId }), value };
}

function allowsCors({ unknowns }: Settings): boolean {
  return unknowns.cors === 'present';
}

function withCors(response: PlainResponse): PlainResponse {
  return { ...response, headers: { 'access-control-allow-origin': '*', ...response.headers } };
}

function preflightResponse(methods: string): PlainResponse {
  const headers = {
    'access-control-allow-methods': methods,
    'access-control-allow-headers': 'authorization, content-type, x-merchant, x-channel, x-adapterid',
  };
  return withCors({ status: 204, headers, body: null });
}
