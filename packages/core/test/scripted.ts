/** Result of one attempt: a response, a network error, no response, or the result of a function. */
export type Step = Response | Error | 'silence' | ((request: Request) => Response | Promise<Response>);

export interface Sent {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly request: Request;
}

export interface Scripted {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly sent: Sent[];
}

/** A `fetch` that uses one step per attempt and repeats the last one. It aborts on the signal as the platform's does. */
export function scripted(...steps: [Step, ...Step[]]): Scripted {
  const sent: Sent[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    const step = steps[Math.min(sent.length, steps.length - 1)] ?? 'silence';
    const { pathname, search } = new URL(request.url);
    const entry = { at: Date.now(), method: request.method, path: pathname + search, request };
    const index = sent.push({ ...entry, body: '' }) - 1;
    sent[index] = { ...entry, body: await request.clone().text() };
    const aborted = new Promise<never>((_, reject) => {
      const end = () => reject(request.signal.reason as Error);
      if (request.signal.aborted) end();
      request.signal.addEventListener('abort', end);
    });
    return Promise.race([meet(step, request), aborted]);
  };
  return { fetch, sent };
}

async function meet(step: Step, request: Request): Promise<Response> {
  if (step === 'silence') return new Promise<never>(() => undefined);
  if (step instanceof Error) throw step;
  return typeof step === 'function' ? step(request) : step.clone();
}

export const ok = (): Response => new Response(null, { status: 200 });

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

/** Returns the error that a call rejects with. Throws when the call succeeds. */
export async function failureOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error('The call succeeded, which it must not.');
}
