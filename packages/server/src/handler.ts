import { clientAddress } from './client-address.ts';
import type { Config } from './config.ts';
import { configure } from './config.ts';
import type { RequestContext } from './context.ts';
import { readConsentForm } from './consent-form.ts';
import { announce, createContext, emit, finishPending } from './context.ts';
import { toHandler } from './entry-points.ts';
import { requestEvent } from './events.ts';
import { forward } from './forward.ts';
import { isLate, isPromise, runHook } from './hooks.ts';
import { bodyTypes, checkBodyHeaders, parseJson, readText } from './json-body.ts';
import { acceptsWhenLate } from './late-limit.ts';
import type { OrderHandler, OrderHandlerOptions } from './options.ts';
import { checkFormOrigin, checkOrigin, corsHeaders, preflightResponse } from './origin.ts';
import type { Payload } from './payloads.ts';
import { perform, upstreamRequest } from './perform.ts';
import type { PlainHandler, PlainResponse } from './plain-response.ts';
import { HttpProblem, problemResponse, toProblem } from './problem.ts';
import type { Target } from './routes.ts';
import { matchPath, methodsOf, ordersPath, parseOrder, selectRoute } from './routes.ts';
import { formResponse, startSubmission, submitForm, toFormRequest } from './submit-form.ts';
import { readFollows, showsOlderWrite, waitForOlderWrite } from './write-order.ts';

/**
 * Creates the handler between shoppers' browsers and the order API. It adds the API key, forwards the listed operations
 * for browsers that `authorize` accepts, and rejects everything else itself.
 *
 * @throws TypeError when an option is missing or unusable. The message never quotes a value.
 * @example
 * const cookie = orderCookie({ secret: process.env.COOKIE_SECRET! });
 * const handler = createOrderHandler({
 *   upstream: {
 *     slug: 'acme',
 *     environment: 'production',
 *     apiKey: process.env.NORCE_API_KEY!,
 *     merchant: 'acme',
 *     channel: 'acme-se',
 *   },
 *   authorize: cookie,
 *   attributes: ['giftMessage'],
 * });
 */
export function createOrderHandler(options: OrderHandlerOptions): OrderHandler {
  const config = configure(options);
  const plainHandler: PlainHandler = (request, host) => {
    const work = respond(createContext(config, request, host));
    // Workers cancel a request whose browser has left: an answer on its way would lose its row.
    if (!config.waitUntil) announce(host.waitUntil, work);
    return work;
  };
  // The shop's own code needs no path to return to.
  const formConfig = { ...config, formReturnTo: ['/'] };
  const submitConsents: OrderHandler['submitConsents'] = async (form, scope) => {
    const context = createContext(formConfig, toFormRequest(form, scope, config), {});
    await respond(context);
    return context.form?.result ?? 'not-saved';
  };
  return toHandler(plainHandler, { idle: config.background.idle, submitConsents });
}

async function respond(context: RequestContext): Promise<PlainResponse> {
  const { begin, end } = context.config.background;
  begin();
  try {
    let outcome: PlainResponse | HttpProblem;
    try {
      outcome = await serve(context);
    } catch (error) {
      outcome = toProblem(error);
    }
    const problem = outcome instanceof HttpProblem ? outcome : undefined;
    const { status, headers, body } =
      outcome instanceof HttpProblem ? failedResponse(context, outcome) : outcome;
    emit(context, () => requestEvent(context, status, problem));
    if (context.pending.length > 0) await finishPending(context);
    // Node with `rejectNonStandardBodyWrites` throws for a body in a response to HEAD.
    const sent = context.method === 'HEAD' ? undefined : body;
    return { status, headers: sealHeaders(context, headers), body: sent };
  } finally {
    end();
  }
}

/** A form of a page whose script is off gets a page, not a document for scripts, except where its markup is wrong. */
function failedResponse({ form, correlationId }: RequestContext, problem: HttpProblem): PlainResponse {
  return form && problem.problem !== 'unsupported-body'
    ? formResponse(form)
    : problemResponse(problem, correlationId);
}

/**
 * Serves one request. The order of the checks matters: no body is read before `authorize`, nothing sent before all pass. What
 * is there already is not awaited, because each `await` costs a promise and a turn.
 */
async function serve(context: RequestContext): Promise<PlainResponse> {
  const { config, request, host } = context;
  const match = matchPath(pathOf(request, config), config);
  if (request.method === 'OPTIONS') return preflightResponse(request, methodsOf(match.routes), config);
  const target = selectRoute(match, request.method);
  const { route, scope, consentId } = target;
  context.scope = scope;
  (route.isForm ? checkFormOrigin : checkOrigin)(request, config);
  if (route.isForm) context.form = startSubmission(request, config, scope.orderId);
  const type = route.isForm ? bodyTypes.form : bodyTypes.json;
  if (route.isForm || route.read) checkBodyHeaders(request.headers, config, type);
  if (config.rateLimit) await checkRate(context, target, config.rateLimit);
  const { authorize, hookTimeout } = config;
  // Awaited in any case: Node emits a request before it has parsed the body, which is there a turn later.
  const isAllowed: unknown = await runHook('authorize', hookTimeout, () => authorize(request, scope));
  if (isAllowed !== true) throw new HttpProblem('forbidden');
  if (context.form) {
    await submitForm(context, scope, readConsentForm(await readText(request, host, config)), context.form);
    return formResponse(context.form);
  }
  let payload: Payload | undefined;
  if (route.read) {
    const json = readText(request, host, config);
    const read = route.read(parseJson(typeof json === 'string' ? json : await json), config, consentId);
    payload = isPromise(read) ? await read : read;
    const turn = waitForTurn(context, target, payload);
    if (turn) await turn;
  }
  const text = await perform(context, target, payload);
  if (!route.respond) return { status: 200, headers: {} };
  const shown = route.respond(text, scope, config);
  const body = typeof shown === 'string' ? shown : await shown;
  return { status: 200, headers: { 'content-type': 'application/json' }, body };
}

/** Returns the path of a request, without the slash at its end that some hosts add. */
function pathOf({ url }: Request, { readPath }: Config): string {
  const path = readPath(url);
  return path.endsWith('/') && !path.endsWith(ordersPath) ? path.slice(0, -1) : path;
}

/** Delays a write of a page that was left until the older write of the same consents or attributes has arrived. */
function waitForTurn(
  context: RequestContext,
  { scope }: Target,
  payload: Payload,
): Promise<void> | undefined {
  const follows = readFollows(context.request.headers);
  if (!follows || (payload.answers.length === 0 && follows.checksums.length === 0)) return undefined;
  return waitForOlderWrite(follows.within, async () => {
    const path = ordersPath + scope.orderId;
    const request = upstreamRequest(context, scope, { method: 'GET', path, expects: 'order' });
    const { text } = await forward(context.config.upstream, request);
    return showsOlderWrite(parseOrder(text), payload, follows.checksums);
  });
}

async function checkRate(
  { request, host, config }: RequestContext,
  { scope }: Target,
  rateLimit: NonNullable<Config['rateLimit']>,
): Promise<void> {
  const { trustedProxies, hookTimeout } = config;
  const client = {
    get address() {
      return clientAddress(request.headers, host.address?.(), trustedProxies);
    },
  };
  const limit = runHook('rateLimit', hookTimeout, () => rateLimit(request, scope, client));
  const result = await (limit instanceof Promise && acceptsWhenLate(rateLimit)
    ? limit.catch(acceptLate)
    : limit);
  if (result === undefined || result === true) return;
  const isWait = typeof result === 'number' && Number.isFinite(result);
  const headers = isWait ? { 'retry-after': String(Math.max(0, Math.ceil(result))) } : undefined;
  throw new HttpProblem('rate-limited', { headers });
}

function acceptLate(thrown: unknown): true {
  if (isLate(thrown)) return true;
  throw thrown;
}

function sealHeaders(
  { request, config, correlationId }: RequestContext,
  headers: PlainResponse['headers'],
): PlainResponse['headers'] {
  // Object.assign instead of spread: ten times as fast, and this runs for each request.
  const sealed = {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-correlation-id': correlationId,
    // The caches of service workers ignore `no-store`, and refuse a response with `*`.
    vary: 'origin, *',
  };
  // Last, so that no other header replaces them.
  return Object.assign({}, headers, corsHeaders(request, config), sealed);
}
