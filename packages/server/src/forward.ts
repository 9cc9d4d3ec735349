import type { Deadline } from './deadline.ts';
import { startDeadline } from './deadline.ts';
import { describeError, hideKey } from './events.ts';
import { readCode, readFailures } from './failures.ts';
import { isPromise } from './hooks.ts';
import { isInstance } from './is-instance.ts';
import type { OrderSlot } from './order-slots.ts';
import { HttpProblem } from './problem.ts';
import type { TransportRequest, TransportResponse } from './transport.ts';
import { maxReasonBytes, maxResponseBytes } from './transport.ts';
import type { UpstreamAccess, UpstreamConfig } from './upstream.ts';

/**
 * The part of a response that is read: `nothing` for writes, whose status is enough; otherwise an accepted response must
 * be complete. `reasons` of a refused validation are read if they arrive in time.
 */
export type ExpectedBody = 'nothing' | 'order' | 'reasons';

/** One request to the order API. */
export interface UpstreamRequest {
  readonly orderId: string;
  readonly method: string;
  /** Path below the base URL. */
  readonly path: string;
  /** Headers beside those of the configuration. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly expects: ExpectedBody;
  readonly validationMessages: boolean;
  /** Called each time the request is sent. */
  readonly onSend: () => void;
  /** Called with work that outlives the response. */
  readonly onBackground: (work: Promise<unknown>) => void;
}

/** An accepted request. */
export interface UpstreamResult {
  readonly status: number;
  readonly text: string;
}

const reasonsTimeout = 2_000;
const utf8 = new TextDecoder();
const forwardedStatuses: ReadonlySet<number> = new Set([400, 404, 409, 410, 412, 422, 423, 429]);

/** Sends a request once. Resolves when the order API accepts it, and rejects with the browser's problem otherwise. */
export async function forward(upstream: UpstreamConfig, request: UpstreamRequest): Promise<UpstreamResult> {
  const { slots, transport, timeout } = upstream;
  let slot: OrderSlot | undefined;
  let access = upstream.access;
  const hasKey = (text: string) => upstream.hasKey(text, access);
  const deadline = startDeadline(timeout, () => slot && slots.leave(request.orderId, slot));
  try {
    access ??= await deadline.race(upstream.loadAccess());
    const turn = slots.enter(request.orderId, deadline.onEnd);
    slot = turn instanceof Promise ? await deadline.race(turn) : turn;
    request.onSend();
    const response = await transport(toTransportRequest(upstream, access, request, deadline));
    if (!isAccepted(response)) throw await readRefusal(response, hasKey, request, deadline);
    if (request.expects === 'nothing') return confirmWrite(response, request, deadline);
    const text = await readBody(response, deadline);
    deadline.clear();
    const { status } = response;
    if (hasKey(text)) throw new HttpProblem('upstream-error', { upstreamStatus: status });
    return { status, text };
  } catch (error) {
    deadline.end();
    if (isInstance(error, HttpProblem)) throw error;
    throw new HttpProblem('upstream-error', { error: hideKey(describeError(error), hasKey) });
  }
}

function toTransportRequest(
  upstream: UpstreamConfig,
  access: UpstreamAccess,
  request: UpstreamRequest,
  { onEnd }: Deadline,
): TransportRequest {
  const { origin, basePath } = upstream;
  const { method, headers: ownHeaders, body, onSend } = request;
  const headers = body === undefined ? access.headers : access.bodyHeaders;
  const path = basePath + request.path;
  return { method, origin, path, headers, ownHeaders, body, onEnd, onRetry: onSend };
}

/** Whether the order API accepted the request. Throws `upstream-error` for an HTML page of a server on the way. */
function isAccepted({ status, headers }: TransportResponse): boolean {
  const accepts = status >= 200 && status < 300;
  if (accepts && /html/i.test(headers.get('content-type') ?? '')) {
    throw new HttpProblem('upstream-error', { upstreamStatus: status });
  }
  return accepts;
}

/** Returns the result of a write, which its status confirms. */
function confirmWrite(
  response: TransportResponse,
  request: UpstreamRequest,
  deadline: Deadline,
): UpstreamResult {
  // Read to the end, so that the connection can be reused. Not awaited: the status confirms the write.
  const bytes = response.readBytes(maxReasonBytes);
  if (isPromise(bytes)) request.onBackground(deadline.race(bytes).then(deadline.clear, deadline.clear));
  else deadline.clear();
  return { status: response.status, text: '' };
}

/** Reads the body of an accepted request as text. Returns one that has arrived at once. */
function readBody(response: TransportResponse, deadline: Deadline): string | Promise<string> {
  const bytes = response.readBytes(maxResponseBytes);
  return isPromise(bytes) ? deadline.race(bytes).then(decodeUtf8) : decodeUtf8(bytes);
}

function decodeUtf8(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

/** Returns the problem of a request that the order API refused. */
async function readRefusal(
  response: TransportResponse,
  hasKey: (text: string) => boolean,
  request: UpstreamRequest,
  deadline: Deadline,
): Promise<HttpProblem> {
  const text = await readReasons(response, deadline);
  deadline.clear();
  return problemOf(response, hasKey(text) ? '' : text, request);
}

/** Reads the body of a refusal, if it arrives in time: its status has decided already. */
async function readReasons(response: TransportResponse, deadline: Deadline): Promise<string> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, reasonsTimeout, '');
    deadline.onEnd(() => resolve(''));
  });
  const reasons = Promise.resolve(response.readBytes(maxReasonBytes)).then(decodeUtf8, () => '');
  return await Promise.race([reasons, late]).finally(() => clearTimeout(timer));
}

/** The problem for a request that the order API did not accept: its status where that helps, never its text. */
function problemOf(response: TransportResponse, text: string, request: UpstreamRequest): HttpProblem {
  const { status } = response;
  const headers = retryAfter(response);
  if (status === 503) return new HttpProblem('upstream-unavailable', { upstreamStatus: status, headers });
  if (!forwardedStatuses.has(status)) return new HttpProblem('upstream-error', { upstreamStatus: status });
  const hasReasons = request.expects === 'reasons' && status === 400;
  return new HttpProblem('order-api', {
    upstreamStatus: status,
    headers,
    status,
    code: readCode(text),
    members: hasReasons ? { errors: readFailures(text, request.validationMessages) } : undefined,
  });
}

function retryAfter({ status, headers }: TransportResponse): Record<string, string> {
  const value = headers.get('retry-after');
  if (value === null || (status !== 429 && status !== 503)) return {};
  if (/^\d{1,6}$/.test(value)) return { 'retry-after': value };
  const at = readDate(value);
  if (at === undefined) return {};
  // By the clock of the order API, which may differ from the one of this process.
  const sentAt = readDate(headers.get('date') ?? '') ?? Date.now();
  return { 'retry-after': String(Math.max(0, Math.ceil((at - sentAt) / 1000))) };
}

/** Returns a date of a header in ms since 1970; undefined for another text. */
function readDate(value: string): number | undefined {
  const isDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(value);
  const time = isDate ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? undefined : time;
}
