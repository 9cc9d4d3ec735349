import type { Config } from './config.ts';
import type { HandlerEvent, RequestFacts } from './events.ts';
import { hideKey } from './events.ts';
import { isPromise, limitTime } from './hooks.ts';
import type { ConsentFormResult } from './options.ts';
import type { Host } from './plain-response.ts';

/** A form whose page and type were accepted. */
export interface FormSubmission {
  /** Path or URL of the response. */
  readonly returnTo: string;
  /** Result so far: what the page shows if the request ends here. */
  result: ConsentFormResult;
}

/** One request on its way through the handler. The facts for its event are filled in as they become known. */
export interface RequestContext extends RequestFacts {
  readonly config: Config;
  readonly request: Request;
  readonly host: Host;
  /** Work of this request that may outlive its response. It never rejects. */
  readonly pending: Promise<unknown>[];
  /** Set for a form. */
  form: FormSubmission | undefined;
}

/** Starts the work on a request. */
export function createContext(config: Config, request: Request, host: Host): RequestContext {
  return {
    config,
    request,
    host,
    pending: [],
    form: undefined,
    method: request.method,
    correlationId: readRequestId(config, request) ?? crypto.randomUUID(),
    started: performance.now(),
    scope: undefined,
    upstreamStatus: undefined,
    attempts: 0,
  };
}

function readRequestId({ requestIdHeader }: Config, { headers }: Request): string | undefined {
  const id = requestIdHeader === undefined ? null : headers.get(requestIdHeader);
  return id !== null && /^[\w.:=+/-]{1,128}$/.test(id) ? id : undefined;
}

/** Runs work that the response does not wait for. Its errors are ignored. */
export function runInBackground({ config, pending }: RequestContext, work: Promise<unknown>): void {
  pending.push(config.background.track(work).catch(() => undefined));
}

/** Calls `onEvent` and ignores errors it throws or rejects with: they must not reach a shopper. */
export function emit(context: RequestContext, makeEvent: () => HandlerEvent): void {
  const { onEvent, hookTimeout, upstream } = context.config;
  if (!onEvent) return;
  try {
    const event = makeEvent();
    const { error } = event;
    const result: unknown = onEvent(
      error === undefined ? event : { ...event, error: hideKey(error, upstream.hasKey) },
    );
    if (isPromise(result)) runInBackground(context, limitTime(result, hookTimeout));
  } catch {
    // A broken log must not break the checkout.
  }
}

/** Leaves the rest of the work to the runtime. Waits for it where nothing would finish it after the response. */
export async function finishPending({ config, host, pending }: RequestContext): Promise<void> {
  const work = (async () => {
    // Includes work that the pending work adds.
    for (const one of pending) await one;
  })();
  const isTaken = announce(config.waitUntil ?? host.waitUntil, work);
  if (isTaken === false || (isTaken === undefined && config.stopsAtResponse)) await work;
}

/** Passes work to `waitUntil`. Returns false if that throws, as `after` of Next.js does outside of a request. */
export function announce(waitUntil: Host['waitUntil'], work: Promise<unknown>): boolean | undefined {
  try {
    const result: unknown = waitUntil?.(work);
    if (isPromise(result)) void result.then(undefined, () => undefined);
    return waitUntil && true;
  } catch {
    return false;
  }
}
