import { checkBodyHeaders, readJson } from './body.ts';
import type { Config } from './config.ts';
import { configure } from './config.ts';
import { describeError, emit } from './events.ts';
import { forward } from './forward.ts';
import { checkOrigin, corsHeaders, preflightResponse } from './guard.ts';
import type { OrderHandler, OrderHandlerOptions, RequestScope } from './options.ts';
import { problemResponse, Refusal } from './problem.ts';
import type { Route, Target } from './routes.ts';
import { findPlace, findTarget, methodsOf } from './routes.ts';
import { traceHeaders } from './trace.ts';

/** What becomes known of a request while it is worked on. */
interface Progress {
  scope?: RequestScope;
  upstreamStatus?: number;
  attempts: number;
}

/**
 * Makes the function that stands between shoppers' browsers and the order API: it holds the key, lets the listed
 * operations through for those who may, and answers everything else itself.
 *
 * @throws TypeError when an option is missing or unusable; the message never quotes a value.
 * @example
 * const cookie = orderCookie({ secret: process.env.ORDER_COOKIE_SECRET });
 * const handler = createOrderHandler({
 *   upstream: { slug: 'acme', environment: 'production', apiKey, merchant: 'acme', channel: 'acme-se' },
 *   authorize: cookie,
 *   attributes: ['giftMessage'],
 * });
 */
export function createOrderHandler(options: OrderHandlerOptions): OrderHandler {
  const config = configure(options);
  return async (request) => {
    const started = performance.now();
    const correlationId = crypto.randomUUID();
    const progress: Progress = { attempts: 0 };
    const outcome = await serve(request, config, progress).catch(asRefusal);
    const response = outcome instanceof Refusal ? problemResponse(outcome, correlationId) : outcome;
    sealHeaders(response.headers, request, correlationId, config);
    report(request, config, progress, outcome, { correlationId, started, status: response.status });
    return response;
  };
}

/** The order matters: nothing is read before it is known who asks, nothing is sent before everything is checked. */
async function serve(request: Request, config: Config, progress: Progress): Promise<Response> {
  const place = findPlace(new URL(request.url).pathname, config);
  if (request.method === 'OPTIONS') return preflightResponse(request, methodsOf(place.routes), config);
  const target = findTarget(place, request.method);
  progress.scope = target.scope;
  checkOrigin(request, config);
  if (target.route.read) checkBodyHeaders(request.headers, config);
  await checkRate(request, target.scope, config);
  const mayPass: unknown = await config.authorize(request, target.scope);
  if (mayPass !== true) throw new Refusal('forbidden');
  const body = target.route.read && (await target.route.read(await readJson(request, config), config));
  return await pass(request, target, body === undefined ? undefined : JSON.stringify(body), config, progress);
}

async function pass(
  request: Request,
  { route, scope, path }: Target,
  body: string | undefined,
  config: Config,
  progress: Progress,
): Promise<Response> {
  progress.attempts = 1;
  const accepted = await forward(config.upstream, {
    method: route.method,
    path,
    headers: traceHeaders(request.headers),
    ...(body !== undefined && { body }),
    wants: wants(route),
    validationMessages: config.validationMessages,
  });
  progress.attempts = accepted.attempts;
  progress.upstreamStatus = accepted.status;
  if (!route.answer) return new Response(null);
  return Response.json(await route.answer(accepted.text, scope, config));
}

function wants({ operation, answer }: Route): 'nothing' | 'order' | 'reasons' {
  if (!answer) return 'nothing';
  return operation === 'getOrder' ? 'order' : 'reasons';
}

async function checkRate(request: Request, scope: RequestScope, { rateLimit }: Config): Promise<void> {
  const answer = await rateLimit?.(request, scope);
  if (answer === undefined || answer === true) return;
  const seconds =
    typeof answer === 'number' && Number.isFinite(answer) ? Math.max(0, Math.ceil(answer)) : undefined;
  throw new Refusal(
    'rate-limited',
    seconds === undefined ? {} : { headers: { 'retry-after': String(seconds) } },
  );
}

function asRefusal(thrown: unknown): Refusal {
  return thrown instanceof Refusal ? thrown : new Refusal('internal-error', { error: describeError(thrown) });
}

function sealHeaders(headers: Headers, request: Request, correlationId: string, config: Config): void {
  headers.set('cache-control', 'no-store');
  headers.set('x-content-type-options', 'nosniff');
  headers.set('x-correlation-id', correlationId);
  headers.set('vary', 'origin');
  for (const [name, value] of Object.entries(corsHeaders(request, config))) headers.set(name, value);
}

function report(
  request: Request,
  config: Config,
  { scope, attempts, upstreamStatus }: Progress,
  outcome: Response | Refusal,
  answered: { correlationId: string; started: number; status: number },
): void {
  if (!config.onEvent) return;
  const { problem, details } = outcome instanceof Refusal ? outcome : {};
  const seen = details?.upstreamStatus ?? upstreamStatus;
  const { correlationId, started, status } = answered;
  emit(config.onEvent, {
    type: 'request',
    level: levelOf(status, seen),
    correlationId,
    method: request.method,
    ...scope,
    status,
    ...(seen !== undefined && { upstreamStatus: seen }),
    attempts,
    duration: performance.now() - started,
    ...(problem && { problem }),
    ...(details?.code !== undefined && { code: details.code }),
    ...(details?.error !== undefined && { error: details.error }),
  });
}

/** A key that is refused and a hook that throws need an operator; trouble upstream is worth counting. */
function levelOf(status: number, upstreamStatus: number | undefined): 'info' | 'warn' | 'error' {
  if (status === 500 || upstreamStatus === 401 || upstreamStatus === 403) return 'error';
  return status > 500 ? 'warn' : 'info';
}
