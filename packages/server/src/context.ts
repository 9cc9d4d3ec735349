import type { Config } from './config.ts';
import type { RequestFacts } from './events.ts';
import type { TakeBody } from './plain-response.ts';

/** One request on its way through the handler. The facts for its event are filled in as they become known. */
export interface RequestContext extends RequestFacts {
  readonly config: Config;
  readonly request: Request;
  readonly takeBody: TakeBody | undefined;
}

/** Starts the work on a request. */
export function createContext(
  config: Config,
  request: Request,
  takeBody: TakeBody | undefined,
): RequestContext {
  return {
    config,
    request,
    takeBody,
    method: request.method,
    correlationId: crypto.randomUUID(),
    started: performance.now(),
    scope: undefined,
    upstreamStatus: undefined,
    attempts: 0,
  };
}
