import type { JsonValue } from '@norce-kit/core';
import type { Answer, Answerer, TakeBody } from './plain-response.ts';
import { checkBodyHeaders, readJson } from './json-body.ts';
import type { Config } from './config.ts';
import { configure } from './config.ts';
import { logConsents } from './consent-log.ts';
import { toHandler } from './entry-points.ts';
import type { Progress } from './events.ts';
import { describeError, emit, requestEvent } from './events.ts';
import { readFollows, waitForOlderWrite } from './write-order.ts';
import { forward } from './forward.ts';
import { checkOrigin, corsHeaders, preflightAnswer } from './origin.ts';
import type { OrderHandler, OrderHandlerOptions } from './options.ts';
import { problemAnswer, Refusal } from './problem.ts';
import type { Target } from './routes.ts';
import { findPlace, findTarget, methodsOf, ordersPath, parseOrder } from './routes.ts';
import type { RequestScope } from './scope.ts';
import { traceHeaders } from './trace.ts';

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
  const answerer: Answerer = async (request, takeBody) => {
    const progress: Progress = {
      correlationId: crypto.randomUUID(),
      started: performance.now(),
      attempts: 0,
    };
    const outcome = await serve(request, takeBody, config, progress).catch(asRefusal);
    const refusal = outcome instanceof Refusal ? outcome : undefined;
    const answer = outcome instanceof Refusal ? problemAnswer(outcome, progress.correlationId) : outcome;
    emit(config.onEvent, () => requestEvent(request.method, progress, answer.status, refusal));
    const headers = sealHeaders(answer.headers, request, progress, config);
    return { status: answer.status, headers, body: answer.body };
  };
  return toHandler(answerer);
}

/** The order matters: nothing is read before it is known who asks, nothing is sent before everything is checked. */
async function serve(
  request: Request,
  takeBody: TakeBody | undefined,
  config: Config,
  progress: Progress,
): Promise<Answer> {
  const place = findPlace(new URL(request.url).pathname, config);
  if (request.method === 'OPTIONS') return preflightAnswer(request, methodsOf(place.routes), config);
  const target = findTarget(place, request.method);
  const { route, scope } = target;
  progress.scope = scope;
  checkOrigin(request, config);
  if (route.read) checkBodyHeaders(request.headers, config);
  if (config.rateLimit) await checkRate(request, scope, config.rateLimit);
  const mayPass: unknown = await config.authorize(request, scope);
  if (mayPass !== true) throw new Refusal('forbidden');
  const body = route.read && (await route.read(await readJson(request, takeBody, config), config));
  await waitForTurn(request, target, body, config, progress);
  const text = await send(request, target, body, config, progress);
  if (config.consentLog && body !== undefined) await log(target, body, config, progress.correlationId);
  if (!route.answer) return { status: 200, headers: {} };
  const shown = await route.answer(text, scope, config);
  return { status: 200, headers: { 'content-type': 'application/json' }, body: shown };
}

async function send(
  request: Request,
  { route, path }: Target,
  body: JsonValue | undefined,
  config: Config,
  progress: Progress,
): Promise<string> {
  const { method, wants } = route;
  const accepted = await forward(config.upstream, {
    method,
    path,
    wants,
    headers: traceHeaders(request.headers),
    body: body === undefined ? undefined : JSON.stringify(body),
    validationMessages: config.validationMessages,
    onSend: () => progress.attempts++,
  });
  progress.upstreamStatus = accepted.status;
  return accepted.text;
}

/** Lets the answer of a page that was left come after the one it left under way. */
async function waitForTurn(
  { headers }: Request,
  { route, scope, consentId }: Target,
  body: JsonValue | undefined,
  config: Config,
  progress: Progress,
): Promise<void> {
  const within = route.operation === 'patchConsent' ? readFollows(headers) : undefined;
  const { checked } = (body ?? {}) as { checked?: boolean };
  if (within === undefined || checked === undefined) return;
  await waitForOlderWrite(within, checked, async () => {
    const { text } = await forward(config.upstream, {
      method: 'GET',
      path: ordersPath(config) + scope.orderId,
      wants: 'order',
      headers: traceHeaders(headers),
      body: undefined,
      validationMessages: false,
      onSend: () => progress.attempts++,
    });
    return parseOrder(text).consents?.find(({ id }) => id === consentId)?.checked === true;
  });
}

async function checkRate(
  request: Request,
  scope: RequestScope,
  rateLimit: NonNullable<Config['rateLimit']>,
): Promise<void> {
  const answer = await rateLimit(request, scope);
  if (answer === undefined || answer === true) return;
  const seconds =
    typeof answer === 'number' && Number.isFinite(answer) ? Math.max(0, Math.ceil(answer)) : undefined;
  throw new Refusal(
    'rate-limited',
    seconds === undefined ? {} : { headers: { 'retry-after': String(seconds) } },
  );
}

async function log(
  target: Target,
  body: JsonValue,
  { consentLog, onEvent }: Config,
  correlationId: string,
): Promise<void> {
  if (!consentLog) return;
  const { scope, consentId } = target;
  const logged = logConsents(consentLog, { ...scope, consentId, body, correlationId });
  if (consentLog.awaited) return logged;
  logged.catch((error: unknown) => {
    emit(onEvent, () => ({
      type: 'consent-log',
      level: 'error',
      correlationId,
      ...scope,
      error: describeError(error),
    }));
  });
}

function asRefusal(thrown: unknown): Refusal {
  return thrown instanceof Refusal ? thrown : new Refusal('internal-error', { error: describeError(thrown) });
}

function sealHeaders(
  headers: Answer['headers'],
  request: Request,
  { correlationId }: Progress,
  config: Config,
): Answer['headers'] {
  // Assigned and not spread: that is ten times as fast, and done for each request.
  const sealed = {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-correlation-id': correlationId,
    vary: 'origin',
  };
  // Last, so that nothing takes their place.
  return Object.assign({}, headers, corsHeaders(request, config), sealed);
}
