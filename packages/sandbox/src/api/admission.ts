import type { AdmittedRequest } from './context.ts';
import type { PlainRequest } from './request.ts';
import { parseJson } from './request.ts';
import type { PlainResponse } from './response.ts';
import { badRequest, problem } from './response.ts';
import type { Route } from './routes.ts';
import type { Settings } from '../options.ts';

/** Checks key, merchant, channel and body of a request; returns the admitted request or an error response. */
export function admit(
  { headers, text }: PlainRequest,
  route: Route,
  settings: Settings,
): AdmittedRequest | PlainResponse {
  const callerProblem = settings.authenticate ? checkCaller(headers, settings) : undefined;
  if (callerProblem !== undefined) return callerProblem;
  const body = parseJson(text);
  const bodyProblem = text === '' ? undefined : checkBody(headers, text, body, settings);
  if (bodyProblem !== undefined) return badRequest(bodyProblem);
  const caller = readCaller(headers, settings);
  const requestProblem = settings.checkRequest(route.operation, callerHeaders(caller), body);
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

function checkCaller(headers: Headers, { apiKey }: Settings): PlainResponse | undefined {
  if (headers.get('authorization') !== `Bearer ${apiKey}`) {
    return problem(401, 'unauthorized', 'The token is missing or not accepted.');
  }
  const missing = ['x-merchant', 'x-channel'].find((name) => (headers.get(name) ?? '') === '');
  return missing === undefined ? undefined : badRequest(`The header ${missing} is missing or empty.`);
}

function checkBody(
  headers: Headers,
  text: string,
  body: unknown,
  { bodyLimit }: Settings,
): string | undefined {
  if (text.length > bodyLimit) return `The body is longer than ${bodyLimit} characters.`;
  if (body === undefined) return 'The body is not JSON.';
  const type = headers.get('content-type') ?? '';
  return /^application\/([\w.+-]+\+)?json\b/i.test(type)
    ? undefined
    : 'The content-type has to be application/json.';
}
