import type { Answer } from './response.ts';
import { badRequest, refuse } from './response.ts';
import type { Call } from './context.ts';
import type { Message } from './request.ts';
import { parse } from './request.ts';
import type { Route } from './routes.ts';
import type { Settings } from '../options.ts';

/** What the door makes of a request it lets in. */
export type Admitted = Route & Pick<Call, 'merchant' | 'channel' | 'adapterId' | 'body' | 'named'>;

/** Lets a request in: its key, whose orders it means, and a body that can be read. */
export function admit({ headers, text }: Message, route: Route, settings: Settings): Admitted | Answer {
  const refusal = settings.authenticate ? checkCaller(headers, settings) : undefined;
  if (refusal !== undefined) return refusal;
  const body = parse(text);
  const fault = text === '' ? undefined : checkBody(headers, text, body, settings);
  if (fault !== undefined) return badRequest(fault);
  const adapterId = headers.get('x-adapterid');
  const caller = {
    merchant: (settings.authenticate ? headers.get('x-merchant') : null) ?? settings.merchant,
    channel: (settings.authenticate ? headers.get('x-channel') : null) ?? settings.channel,
    ...(adapterId === null ? {} : { adapterId }),
  };
  const objection = settings.checkRequest(route.operation, headersOf(caller), body);
  if (objection !== undefined) return badRequest(objection);
  return { ...route, ...caller, body, named: !settings.authenticate };
}

function headersOf({ merchant, channel, adapterId }: Pick<Call, 'merchant' | 'channel' | 'adapterId'>) {
  const headers = { 'x-merchant': merchant, 'x-channel': channel };
  return adapterId === undefined ? headers : { ...headers, 'x-adapterid': adapterId };
}

function checkCaller(headers: Headers, { apiKey }: Settings): Answer | undefined {
  if (headers.get('authorization') !== `Bearer ${apiKey}`) {
    return refuse(401, 'unauthorized', 'The token is missing or not accepted.');
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
