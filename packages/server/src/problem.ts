import { describeError } from './events.ts';
import type { HookName } from './hook-name.ts';
import { isInstance } from './is-instance.ts';
import type { PlainResponse } from './plain-response.ts';

/** Reason of a response that the handler makes itself, as the last part of the problem's `type`. */
export type ProblemName =
  | 'invalid-url'
  | 'invalid-id'
  | 'invalid-body'
  | 'attribute-not-allowed'
  | 'cross-site'
  | 'forbidden'
  | 'validation-not-allowed'
  | 'not-found'
  | 'method-not-allowed'
  | 'body-timeout'
  | 'body-too-large'
  | 'unsupported-body'
  | 'rate-limited'
  | 'internal-error'
  | 'log-failed'
  | 'upstream-error'
  | 'upstream-unavailable'
  | 'upstream-timeout'
  | 'order-api';

const problems: Readonly<Record<ProblemName, readonly [status: number, title: string]>> = {
  'invalid-url': [400, 'The address of the request is not well-formed.'],
  'invalid-id': [400, 'An id in the path is not well-formed.'],
  'invalid-body': [400, 'The body is not what this operation takes.'],
  'attribute-not-allowed': [400, 'An attribute in the body may not be written from a browser.'],
  'cross-site': [403, 'The request does not come from a page that may use this handler.'],
  forbidden: [403, 'This browser may not do this to this order.'],
  'validation-not-allowed': [403, 'This validation may not be registered from a browser.'],
  'not-found': [404, 'Nothing is served here.'],
  'method-not-allowed': [405, 'This method is not served here.'],
  'body-timeout': [408, 'The body took too long to arrive.'],
  'body-too-large': [413, 'The body is too large.'],
  'unsupported-body': [
    415,
    'The body must be uncompressed, and application/json or, of a form, application/x-www-form-urlencoded.',
  ],
  'rate-limited': [429, 'Too many requests.'],
  'internal-error': [500, 'The handler could not do its part.'],
  'log-failed': [500, 'The order has the answer, and the log of the shop does not.'],
  'upstream-error': [502, 'The order service gave no usable response.'],
  'upstream-unavailable': [503, 'The order service is not available.'],
  'upstream-timeout': [504, 'The order service took too long to respond.'],
  'order-api': [400, 'The order service does not accept this.'],
};

/** Members of a problem beside its name. They contain nothing unchecked from upstream or browser. */
export interface ProblemDetails {
  /** Overrides the status of the name. */
  readonly status?: number | undefined;
  /** Code of the order API. */
  readonly code?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Further members of the problem document. */
  readonly members?: Readonly<Record<string, unknown>> | undefined;
  /** For the event only, not for the browser. */
  readonly upstreamStatus?: number | undefined;
  /** For the event only, not for the browser: name and code of a thrown error, without its message. */
  readonly error?: string | undefined;
  /** For the event only, not for the browser: the hook that threw or was late. */
  readonly hook?: HookName | undefined;
}

/** Thrown to end a request with a problem document (RFC 9457). */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly problem: ProblemName;
  readonly status: number;
  readonly details: ProblemDetails;

  constructor(problem: ProblemName, details: ProblemDetails = {}) {
    super(problems[problem][1]);
    this.problem = problem;
    this.status = details.status ?? problems[problem][0];
    this.details = details;
  }
}

/** Returns what a hook or an upstream request threw as a problem. */
export function toProblem(thrown: unknown): HttpProblem {
  return isInstance(thrown, HttpProblem)
    ? thrown
    : new HttpProblem('internal-error', { error: describeError(thrown) });
}

/** Returns the problem document (RFC 9457) for the browser. */
export function problemResponse(thrown: HttpProblem, correlationId: string): PlainResponse {
  const { problem, status, message: title, details } = thrown;
  const code = problem === 'order-api' ? details.code : problem;
  const document = {
    type: `urn:norce-kit:${problem}`,
    title,
    status,
    code,
    correlationId,
    ...details.members,
  };
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...details.headers },
    body: JSON.stringify(document),
  };
}
