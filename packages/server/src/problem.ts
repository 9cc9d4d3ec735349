import type { Answer } from './plain-response.ts';

/** Why the handler refused a request, as the last part of the problem's `type`. */
export type ProblemName =
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
  | 'upstream-error'
  | 'upstream-unavailable'
  | 'upstream-timeout'
  | 'order-api';

const problems: Readonly<Record<ProblemName, readonly [status: number, title: string]>> = {
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
  'unsupported-body': [415, 'The body must be plain, uncompressed application/json.'],
  'rate-limited': [429, 'Too many requests.'],
  'internal-error': [500, 'The handler could not do its part.'],
  'upstream-error': [502, 'The order service gave no usable answer.'],
  'upstream-unavailable': [503, 'The order service is not available.'],
  'upstream-timeout': [504, 'The order service took too long to answer.'],
  'order-api': [400, 'The order service does not accept this.'],
};

/** What a refusal says beside its name. Nothing in here may come from upstream or browser unchecked. */
export interface RefusalDetails {
  readonly status?: number;
  readonly code?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly members?: Readonly<Record<string, unknown>>;
  /** For the operator's event only, never for the browser. */
  readonly upstreamStatus?: number;
  /** For the operator's event only: name and code of what was thrown, not its message. */
  readonly error?: string;
}

/** Ends the work on a request with an answer of the handler's own. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly problem: ProblemName;
  readonly status: number;
  readonly details: RefusalDetails;

  constructor(problem: ProblemName, details: RefusalDetails = {}) {
    super(problems[problem][1]);
    this.problem = problem;
    this.status = details.status ?? problems[problem][0];
    this.details = details;
  }
}

/** The problem document of RFC 9457 that a browser gets for a refusal. */
export function problemAnswer(refusal: Refusal, correlationId: string): Answer {
  const { problem, status, message: title, details } = refusal;
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
