import { checkBody, hasBody } from './check-body.ts';
import type { AdmittedRequest } from './context.ts';
import type { PlainRequest } from './request.ts';
import { isRecord, parseJson } from './request.ts';
import type { PlainResponse } from './response.ts';
import { badRequest, problem } from './response.ts';
import type { Route } from './routes.ts';
import type { Settings } from '../options.ts';

/** Checks key, merchant, channel and body of a request; returns the admitted request or an error response. */
export function admit(
  request: PlainRequest,
  route: Route,
  settings: Settings,
): AdmittedRequest | PlainResponse {
  const { headers, text } = request;
  const callerProblem = settings.authenticate ? checkCaller(headers, settings) : undefined;
  if (callerProblem !== undefined) return callerProblem;
  const body = hasBody(route.operation) ? parseJson(text) : undefined;
  const bodyProblem = checkText(request, body, settings, route);
  if (bodyProblem !== undefined) return badRequest(bodyProblem);
  const caller = readCaller(headers, settings);
  const v0Body = route.version === 'v1' ? withV0Members(route, body) : body;
  const requestProblem =
    checkBody(route.operation, v0Body) ??
    settings.checkRequest(route.operation, callerHeaders(caller), v0Body);
  if (requestProblem !== undefined) return badRequest(requestProblem);
  return { ...route, ...caller, body, allowsNamedValidations: !settings.authenticate };
}

type Caller = Pick<AdmittedRequest, 'merchant' | 'channel' | 'adapterId'>;

function readCaller(headers: Headers, { authenticate, merchant, channel }: Settings): Caller {
  return {
    merchant: (authenticate ? headers.get('x-merchant') : null) ?? merchant,
    channel: (authenticate ? headers.get('x-channel') : null) ?? channel,
    adapterId: headers.get('x-adapterid') ?? undefined,
  };
}

function callerHeaders({ merchant, channel, adapterId }: Caller): Record<string, string> {
  const headers = { 'x-merchant': merchant, 'x-channel': channel };
  return adapterId === undefined ? headers : { ...headers, 'x-adapterid': adapterId };
}

// v1 names the address of a validation `invoke`, where the document has `url`.
function withV0Members({ operation }: Route, body: unknown): unknown {
  if (!operation.endsWith('Validation') || !isRecord(body) || !('invoke' in body)) return body;
  const { invoke, ...rest } = body;
  return { ...rest, url: invoke };
}

function checkCaller(headers: Headers, { apiKey }: Settings): PlainResponse | undefined {
  // RFC 9110: the scheme is case-insensitive, and one or more spaces follow it.
  const [, token] = /^bearer +(.*)$/i.exec(headers.get('authorization') ?? '') ?? [];
  if (token !== apiKey) {
    return problem(401, 'unauthorized', 'The token is missing or not accepted.');
  }
  const missing = ['x-merchant', 'x-channel'].find((name) => (headers.get(name) ?? '') === '');
  return missing === undefined ? undefined : badRequest(`The header ${missing} is missing or empty.`);
}

function checkText(
  { headers, text }: PlainRequest,
  body: unknown,
  { bodyLimit }: Settings,
  { operation }: Route,
): string | undefined {
  if (text.length > bodyLimit) return `The body is longer than ${bodyLimit} characters.`;
  if (text === '' || !hasBody(operation)) return undefined;
  if (body === undefined) return 'The body is not JSON.';
  const type = headers.get('content-type') ?? '';
  return /^(application|text)\/([\w.+-]+\+)?json\b/i.test(type)
    ? undefined
    : 'The content-type has to be application/json.';
}
