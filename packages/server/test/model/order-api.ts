import type { Fate } from './settings.ts';

export const consentIds = ['ci_newsletter', 'ci_terms', 'sms & mail'] as const;
export const orderIds = ['o_1', 'o_2'] as const;
/** A member of the orders that no browser may see. */
export const hidden = 'ebba@shop.test';

/** An answer that the order API carried out. */
export interface Applied {
  /** Correlation id of the browser's request. */
  readonly requestId: string | null;
  readonly orderId: string;
  readonly consentId: string;
  readonly checked: boolean;
}

/** An order API that fails. */
export interface OrderApi {
  readonly fetch: (request: Request) => Promise<Response>;
  /** Answers in the order in which they were carried out. */
  readonly applied: readonly Applied[];
  readonly holds: (orderId: string, consentId: string) => boolean;
  /** Number of requests so far. */
  readonly requests: () => number;
  /** Number of requests and bodies that neither ended nor were given up. */
  readonly open: () => number;
  /** Requests that the handler must not send. */
  readonly wrong: readonly string[];
}

const allowed = [
  /^GET $/,
  /^PATCH \/consents\/[^/]+ \{"checked":(true|false)\}$/,
  /^PATCH \/consents \[(\{"id":"[^"]+","checked":(true|false)\},?)+\]$/,
  /^PATCH \/attributes \{"note":\d+\}$/,
];

/** Creates the API. `nextFate` decides about each request, `isKey` recognizes the keys. */
export function createOrderApi(nextFate: () => Fate, isKey: (key: string) => boolean): OrderApi {
  const { applied, holds, apply } = createOrders();
  const wrong: string[] = [];
  const open = new Set<Request>();
  let requests = 0;
  const fetch = async (request: Request): Promise<Response> => {
    requests++;
    const { method, url, headers, signal } = request;
    const key = headers.get('authorization')?.replace('Bearer ', '') ?? '';
    const [, orderId = '', target = ''] = /\/orders\/([^/]+)(.*)$/.exec(new URL(url).pathname) ?? [];
    const body = await request.text();
    const text = `${method} ${target}${body && ` ${body}`}`;
    const isKnown = orderIds.some((id) => id === orderId) && isKey(key);
    if (!isKnown || !allowed.some((shape) => shape.test(text))) wrong.push(text);
    open.add(request);
    signal.addEventListener('abort', () => open.delete(request));
    const end = () => void open.delete(request);
    try {
      return await respond(nextFate(), {
        signal,
        key,
        end,
        apply: () => apply(orderId, target, body, headers.get('x-request-id')),
      });
    } catch (error) {
      end();
      throw error;
    }
  };
  return { fetch, applied, holds, requests: () => requests, open: () => open.size, wrong };
}

function createOrders() {
  const applied: Applied[] = [];
  const notes = new Map<string, unknown>();
  const holds = (orderId: string, consentId: string) =>
    applied.findLast((one) => one.orderId === orderId && one.consentId === consentId)?.checked ?? false;
  /** Carries a request out. Returns the body of its response. */
  const apply = (orderId: string, target: string, body: string, requestId: string | null): string => {
    if (body === '') {
      const consents = consentIds.map((id) => ({ id, checked: holds(orderId, id) }));
      return JSON.stringify({ id: orderId, consents, attributes: { note: notes.get(orderId) }, hidden });
    }
    const json = JSON.parse(body) as unknown;
    if (target === '/attributes') notes.set(orderId, (json as { note: unknown }).note);
    else if (Array.isArray(json))
      for (const { id, checked } of json as { id: string; checked: boolean }[])
        applied.push({ requestId, orderId, consentId: id, checked });
    else {
      const consentId = decodeURIComponent(target.replace('/consents/', ''));
      applied.push({ requestId, orderId, consentId, checked: (json as { checked: boolean }).checked });
    }
    return '';
  };
  return { applied, holds, apply };
}

interface Arrived {
  readonly signal: AbortSignal;
  readonly key: string;
  readonly end: () => void;
  readonly apply: () => string;
}

/** Responds as the fate wants it. Each failure repeats the key. */
async function respond(fate: Fate, { signal, key, end, apply }: Arrived): Promise<Response> {
  const answer = (status: number, body: BodyInit, headers = {}) =>
    new Response(body, { status, headers: { 'x-echo': key, ...headers } });
  const whole = (status: number, text: string, headers = {}) => answer(status, toStream(text, end), headers);
  const hang = () =>
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error(key))));
  const failure = Object.assign(new TypeError(`fetch failed ${key}`), { code: key });

  await new Promise((resolve) => setTimeout(resolve, fate === 'slow' ? 200 : 2));
  if (signal.aborted || fate === 'drop') throw failure;
  if (fate === 'drop, then apply') {
    setTimeout(apply, 2_000);
    throw failure;
  }
  if (fate === 'hang') return await hang();
  if (fate === 'refuse')
    return whole(409, JSON.stringify({ code: key, message: key }), { 'retry-after': key });
  if (fate === 'refuse without an end') return answer(409, toStream('{', end, 'hang'));
  if (fate === '503') return whole(503, key, { 'retry-after': '7' });
  if (fate === 'page') return whole(200, `<p>${key}`, { 'content-type': 'text/html' });
  if (fate === 'redirect') return whole(302, key, { location: `https://evil.test/${key}` });
  const text = apply();
  if (fate === 'apply, then drop') throw failure;
  if (fate === 'apply, then hang') return await hang();
  if (fate === 'apply, then 500') return whole(500, key);
  if (fate === 'silent') return answer(200, toStream(text, end, 'hang'));
  if (fate === 'cut') return answer(200, toStream(text.slice(0, 30), end, 'cut'));
  if (fate === 'echo') return whole(200, JSON.stringify({ attributes: { note: `Bearer ${key}` } }));
  return whole(200, text);
}

/** Returns a body. `onEnd` is called when it is complete, or not wanted any more. */
function toStream(text: string, onEnd: () => void, how: 'close' | 'cut' | 'hang' = 'close'): BodyInit {
  let isSent = false;
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    // Without a wait the stream would ask again and again.
    if (isSent) await new Promise(() => undefined);
    isSent = true;
    controller.enqueue(new TextEncoder().encode(` ${text}`));
    if (how === 'hang') return;
    onEnd();
    if (how === 'cut') controller.error(new TypeError('terminated'));
    else controller.close();
  };
  return new ReadableStream({ pull, cancel: onEnd }, { highWaterMark: 0 });
}
