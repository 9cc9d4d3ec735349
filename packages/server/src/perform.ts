import type { RequestContext } from './context.ts';
import type { ExpectedBody, UpstreamRequest } from './forward.ts';
import { forward } from './forward.ts';
import { logConfirmed } from './log-confirmed.ts';
import type { Payload } from './payloads.ts';
import type { Target } from './routes.ts';
import type { RequestScope } from './scope.ts';
import { traceHeaders } from './trace.ts';

/** Sends an operation whose checks have passed, and logs the answers that its response confirms. Returns the response body. */
export async function perform(
  context: RequestContext,
  { route, scope, path }: Target,
  payload: Payload | undefined,
): Promise<string> {
  const { config } = context;
  const sentAt = Date.now();
  const { method, expects } = route;
  const { status, text } = await forward(
    config.upstream,
    upstreamRequest(context, scope, { method, path, expects, payload }),
  );
  context.upstreamStatus = status;
  if (config.consentLog) await logConfirmed(context, config.consentLog, scope, { payload, text, sentAt });
  return text;
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly expects: ExpectedBody;
  readonly payload?: Payload | undefined;
}

/** Returns the upstream request of an operation. */
export function upstreamRequest(
  context: RequestContext,
  { orderId }: RequestScope,
  { method, path, expects, payload }: Sent,
): UpstreamRequest {
  const { config, request, correlationId } = context;
  const trace = config.forwardsTrace() ? traceHeaders(request.headers) : undefined;
  return {
    orderId,
    method,
    path,
    expects,
    headers: Object.assign({ 'x-request-id': correlationId }, trace),
    body: payload && JSON.stringify(payload.body),
    validationMessages: config.validationMessages,
    onSend: () => context.attempts++,
    onBackground: (work) => void config.background.track(work),
  };
}
