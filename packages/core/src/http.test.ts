import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { failureOf, json, ok, scripted } from '../test/scripted.ts';
import { createAnswers, createOrderClient, isOrderApiError } from './index.ts';
import type { OrderApiError, OrderClient, OrderClientOptions } from './index.ts';

const at = (fetch: OrderClientOptions['fetch'], options: Partial<OrderClientOptions> = {}): OrderClient =>
  createOrderClient({ baseUrl: 'https://shop.example', ...(fetch && { fetch }), ...options });

const order = { id: 'o1', merchant: 'acme', channel: 'acme-se', consents: [{ id: 'news', checked: true }] };

/** Runs all fake timers and returns the error of the call. */
async function failureInTime(call: Promise<unknown>): Promise<OrderApiError> {
  const failure = failureOf(call);
  await vi.runAllTimersAsync();
  const error = await failure;
  if (!isOrderApiError(error)) throw new Error('not an OrderApiError', { cause: error });
  return error;
}

async function inTime<Value>(call: Promise<Value>): Promise<Value> {
  call.catch(() => undefined);
  await vi.runAllTimersAsync();
  return call;
}

async function listen(handle: RequestListener): Promise<{ url: string; server: Server }> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

afterEach(() => void vi.useRealTimers());

describe('attempts and pauses', () => {
  test('NF6: a write survives one 500 with a second attempt', async () => {
    vi.useFakeTimers();
    const { fetch, sent } = scripted(new Response('oops', { status: 500 }), ok());
    await inTime(at(fetch).patchConsent('o1', 'news', true));
    expect(sent.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['PATCH', '/api/v0/checkout/orders/o1/consents/news', '{"checked":true}'],
      ['PATCH', '/api/v0/checkout/orders/o1/consents/news', '{"checked":true}'],
    ]);
  });

  // From 520 on: Cloudflare, when the server behind it does not respond.
  test.each([408, 429, 500, 502, 503, 504, 520, 522, 524, 530])(
    'a read with status %i fails after three attempts',
    async (status) => {
      vi.useFakeTimers();
      const { fetch, sent } = scripted(new Response(null, { status }));
      const error = await failureInTime(at(fetch).getOrder('o1'));
      expect(sent).toHaveLength(3);
      expect(error).toMatchObject({ status, retryable: true, outcome: 'not-applied' });
    },
  );

  test('NF7: the second attempt waits the seconds of Retry-After', async () => {
    vi.useFakeTimers();
    const { fetch, sent } = scripted(
      new Response(null, { status: 429, headers: { 'retry-after': '1' } }),
      ok(),
    );
    await inTime(at(fetch).patchConsent('o1', 'news', true));
    expect(sent).toHaveLength(2);
    expect(gap(sent)).toBeGreaterThanOrEqual(1_000);
    expect(gap(sent)).toBeLessThan(1_050);
  });

  test('NF7: the second attempt waits until the date of Retry-After', async () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 10, 23, 12) });
    const date = new Date(Date.now() + 4_000).toUTCString();
    const { fetch, sent } = scripted(
      new Response(null, { status: 503, headers: { 'retry-after': date } }),
      ok(),
    );
    await inTime(at(fetch).patchConsent('o1', 'news', true));
    expect(gap(sent)).toBeGreaterThanOrEqual(4_000);
    expect(gap(sent)).toBeLessThan(4_050);
  });

  test('NF8: the second attempt waits at most ten seconds for a Retry-After of an hour', async () => {
    vi.useFakeTimers();
    const { fetch, sent } = scripted(
      new Response(null, { status: 503, headers: { 'retry-after': '3600' } }),
      ok(),
    );
    await inTime(at(fetch).patchConsent('o1', 'news', true));
    expect(gap(sent)).toBeGreaterThanOrEqual(10_000);
    expect(gap(sent)).toBeLessThan(10_050);
  });

  test.each(['garbage', '-5', '0x10', '1e9', 'NaN', '', ' ', 'Sun, 99 Foo 2026 25:61:61 GMT'])(
    'NF9: the client ignores Retry-After "%s" and waits its default pause',
    async (value) => {
      vi.useFakeTimers();
      vi.spyOn(Math, 'random').mockReturnValue(0.5);
      onTestFinished(() => void vi.restoreAllMocks());
      const { fetch, sent } = scripted(
        new Response(null, { status: 429, headers: { 'retry-after': value } }),
      );
      const error = await failureInTime(at(fetch).patchConsent('o1', 'news', true));
      expect(error.kind).toBe('rate-limited');
      expect(sent.map((request) => request.at - (sent[0]?.at ?? 0))).toEqual([0, 150, 450]);
    },
  );

  test('NF9: Retry-After 0 does not add attempts', async () => {
    vi.useFakeTimers();
    const { fetch, sent } = scripted(new Response(null, { status: 429, headers: { 'retry-after': '0' } }));
    await failureInTime(at(fetch).patchConsent('o1', 'news', true));
    expect(sent).toHaveLength(3);
  });

  test('pauses grow and are random between zero and their maximum', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.restoreAllMocks());
    const pauses = [];
    for (const random of [0, 0.999]) {
      vi.spyOn(Math, 'random').mockReturnValue(random);
      const { fetch, sent } = scripted(new Response(null, { status: 503 }));
      await failureInTime(at(fetch).getOrder('o1'));
      pauses.push(sent.map((request) => Math.round((request.at - (sent[0]?.at ?? 0)) / 10) * 10));
    }
    expect(pauses).toEqual([
      [0, 0, 0],
      [0, 300, 900],
    ]);
  });

  test('NF10: a call to a silent server times out after three attempts and at most 30 seconds', async () => {
    vi.useFakeTimers({ now: 0 });
    const { fetch, sent } = scripted('silence');
    const error = await failureInTime(at(fetch).patchConsent('o1', 'news', true));
    expect(error).toMatchObject({ kind: 'timeout', outcome: 'unknown', retryable: true });
    expect(sent).toHaveLength(3);
    expect(Date.now()).toBeLessThanOrEqual(30_000);
    expect(sent.every(({ request }) => request.signal.aborted)).toBe(true);
  });

  test('NF10: a client and a single call can set timeouts and retries', async () => {
    vi.useFakeTimers({ now: 0 });
    const { fetch, sent } = scripted('silence');
    const client = at(fetch, { timeout: 1_000, retry: 1 });
    await failureInTime(client.getOrder('o1'));
    expect(sent).toHaveLength(2);
    expect(Date.now()).toBeLessThan(3_000);
    vi.setSystemTime(0);
    await failureInTime(client.getOrder('o1', { timeout: 200, totalTimeout: 300, retry: 5 }));
    expect(Date.now()).toBeLessThanOrEqual(300);
  });

  test('totalTimeout ends the wait for Retry-After', async () => {
    vi.useFakeTimers({ now: 0 });
    const { fetch, sent } = scripted(new Response(null, { status: 503, headers: { 'retry-after': '9' } }));
    const error = await failureInTime(at(fetch, { totalTimeout: 5_000 }).patchConsent('o1', 'news', true));
    expect(error).toMatchObject({ kind: 'timeout', outcome: 'unknown' });
    expect(Date.now()).toBe(5_000);
    expect(sent).toHaveLength(1);
  });

  test('an infinite timeout rejects with kind invalid, not network', async () => {
    const { fetch, sent } = scripted(ok());
    const error = await failureOf(at(fetch, { timeout: Infinity }).patchConsent('o1', 'news', true));
    expect(error).toMatchObject({ kind: 'invalid', outcome: 'not-applied', retryable: false });
    expect(String(error)).toContain('timeout finite');
    expect(sent).toHaveLength(0);
  });

  test('onRetry gets the error of each attempt that is retried', async () => {
    vi.useFakeTimers();
    const { fetch } = scripted(new TypeError('fetch failed'), new Response(null, { status: 503 }), ok());
    const heard: OrderApiError[] = [];
    await inTime(at(fetch).patchConsent('o1', 'news', true, { onRetry: (error) => heard.push(error) }));
    expect(heard.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['network', 'unknown'],
      ['server', 'unknown'],
    ]);
  });

  test('onRetry is called before the pause, because the page may unload during it', async () => {
    vi.useFakeTimers();
    const { fetch } = scripted(new Response(null, { status: 503, headers: { 'retry-after': '5' } }), ok());
    const heard = vi.fn();
    const write = at(fetch).patchConsent('o1', 'news', true, { onRetry: heard });
    await vi.advanceTimersByTimeAsync(0);
    expect(heard).toHaveBeenCalledOnce();
    await inTime(write);
    expect(heard).toHaveBeenCalledOnce();
  });

  const bug = new RangeError('of the shop');
  test.each([
    [
      'throws',
      () => {
        throw bug;
      },
    ],
    // Without a handler, it would end a process of Node.
    ['returns a promise that rejects', () => Promise.reject(bug)],
  ])('HC12: an attempt follows although onRetry %s', async (_, onRetry: () => unknown) => {
    vi.useFakeTimers();
    const reported = vi.fn();
    vi.stubGlobal('reportError', reported);
    onTestFinished(() => void vi.unstubAllGlobals());
    const { fetch, sent } = scripted(new Response(null, { status: 500 }), ok());
    await inTime(at(fetch).patchConsent('o1', 'news', true, { onRetry }));
    expect(sent).toHaveLength(2);
    expect(reported.mock.calls).toEqual([[bug]]);
  });

  test('HC12: a call works without performance', async () => {
    // Without the fake performance, which would be put back after the fake timers have ended.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    vi.stubGlobal('performance', undefined);
    onTestFinished(() => void vi.unstubAllGlobals());
    const { fetch, sent } = scripted(new Response(null, { status: 500 }), ok());
    const answers = createAnswers(at(fetch));
    expect(await inTime(answers.set('o1', 'news', true))).toBe('saved');
    expect(sent).toHaveLength(2);
  });

  test('HC12: without performance, no two reads begin at the same time', () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.stubGlobal('performance', undefined);
    onTestFinished(() => void vi.unstubAllGlobals());
    const { beginRead } = createAnswers(at(scripted(ok()).fetch));
    const times = Array.from({ length: 100 }, beginRead);
    expect(new Set(times).size).toBe(100);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test.each([
    ...[301, 400, 404, 409, 412, 413, 423, 501, 505, 507].map((status) => new Response(null, { status })),
    new Response(null, { status: 413, headers: { 'retry-after': '1' } }),
    new Response('<html>', { headers: { 'content-type': 'text/html' } }),
  ])(
    'onRetry is not called for a response that is not followed by another attempt: $status',
    async (response) => {
      vi.useFakeTimers();
      const heard = vi.fn();
      const { fetch, sent } = scripted(response);
      await failureInTime(at(fetch).patchConsent('o1', 'news', true, { onRetry: heard }));
      expect([sent.length, heard.mock.calls.length]).toEqual([1, 0]);
    },
  );

  test('onRetry is not called when the total timeout ends an attempt', async () => {
    vi.useFakeTimers();
    const heard = vi.fn();
    const fetch = vi.fn(() => new Promise<Response>(() => undefined));
    const options = { timeout: 2_000, totalTimeout: 1_000, onRetry: heard };
    const error = await failureInTime(at(fetch).patchConsent('o1', 'news', true, options));
    expect(error).toMatchObject({ kind: 'timeout' });
    expect([fetch.mock.calls.length, heard.mock.calls.length]).toEqual([1, 0]);
  });

  test.each([
    ['Chromium', 'Failed to fetch'],
    ['Firefox', 'NetworkError when attempting to fetch resource.'],
    ['Safari', 'Load failed'],
    ['Node', 'fetch failed'],
    ['an unknown runtime', 'something else'],
  ])('NF16: in %s "%s" is a network failure and is retried', async (_, message) => {
    vi.useFakeTimers();
    const { fetch, sent } = scripted(new TypeError(message));
    const error = await failureInTime(at(fetch).patchConsent('o1', 'news', true));
    expect(error).toMatchObject({ kind: 'network', outcome: 'unknown', retryable: true });
    expect(error.message).toBe('patchConsent: network');
    expect(sent).toHaveLength(3);
  });

  const broken = () => vi.fn<() => Promise<Response>>();
  test.each([
    ['rejects without a reason', broken().mockRejectedValue(undefined)],
    ['rejects with null', broken().mockRejectedValue(null)],
    ['rejects with a text', broken().mockRejectedValue('aborted')],
    ['resolves with a network error', broken().mockResolvedValue(Response.error())],
    ['resolves without a response', broken().mockResolvedValue(undefined as never)],
  ])('NF16: a fetch of the page that %s is a network failure and is retried', async (_, fetch) => {
    vi.useFakeTimers();
    const error = await failureInTime(at(fetch).patchConsent('o1', 'news', true));
    expect(error).toMatchObject({ kind: 'network', outcome: 'unknown', retryable: true });
    expect(fetch).toHaveBeenCalledTimes(3);
  });

  test('a response that arrives after its attempt timed out is ignored', async () => {
    vi.useFakeTimers();
    const late = { ...order, consents: [{ id: 'news', checked: false }] };
    let attempts = 0;
    const fetch = () =>
      new Promise<Response>((resolve) =>
        attempts++ === 0 ? setTimeout(resolve, 10_800, json(late)) : setTimeout(resolve, 5_000, json(order)),
      );
    expect(await inTime(at(fetch).getOrder('o1'))).toEqual(order);
    expect(attempts).toBe(2);
  });

  test('a body that ends right after the body of the next attempt is ignored', async () => {
    vi.useFakeTimers();
    const late = { ...order, consents: [{ id: 'news', checked: false }] };
    const bodies: ReadableStreamDefaultController<Uint8Array>[] = [];
    const headers = { 'content-type': 'application/json' };
    const fetch = () =>
      Promise.resolve(
        new Response(new ReadableStream<Uint8Array>({ start: (body) => void bodies.push(body) }), {
          headers,
        }),
      );
    const read = at(fetch, { timeout: 1000 }).getOrder('o1');
    while (bodies.length < 2) await vi.advanceTimersByTimeAsync(100);
    for (const [body, value] of [[bodies[1], order] as const, [bodies[0], late] as const]) {
      body?.enqueue(new TextEncoder().encode(JSON.stringify(value)));
      body?.close();
    }
    expect(await inTime(read)).toEqual(order);
  });

  test('a refusal after a lost attempt keeps the outcome unknown', async () => {
    vi.useFakeTimers();
    const { fetch } = scripted('silence', json({ code: 'order-locked' }, 400));
    const error = await failureInTime(at(fetch).patchConsent('o1', 'news', true));
    expect(error).toMatchObject({ kind: 'invalid', outcome: 'unknown' });
  });

  test('a refusal that arrives after the timeout, during the pause, makes the outcome not-applied', async () => {
    vi.useFakeTimers();
    vi.spyOn(Math, 'random').mockReturnValue(0.99);
    onTestFinished(() => void vi.restoreAllMocks());
    const fetch = () => new Promise<Response>((resolve) => setTimeout(resolve, 10_100, json({}, 400)));
    const error = await failureInTime(at(fetch, { totalTimeout: 10_200 }).patchConsent('o1', 'news', true));
    expect(error).toMatchObject({ kind: 'timeout', outcome: 'not-applied' });
  });
});

const gap = ([first, second]: readonly { at: number }[]): number => (second?.at ?? NaN) - (first?.at ?? NaN);

describe("the caller's signal", () => {
  test('ends a call to a silent server at once', async () => {
    const { fetch, sent } = scripted('silence');
    const controller = new AbortController();
    const failure = failureOf(at(fetch).patchConsent('o1', 'news', true, { signal: controller.signal }));
    await expect.poll(() => sent).toHaveLength(1);
    controller.abort();
    expect(await failure).toMatchObject({ kind: 'aborted', outcome: 'unknown', retryable: false });
    expect(sent[0]?.request.signal.aborted).toBe(true);
  });

  test('ends a call at once when the injected fetch ignores the signal', async () => {
    const controller = new AbortController();
    const fetch = () => new Promise<never>(() => undefined);
    const failure = failureOf(at(fetch).getOrder('o1', { signal: controller.signal }));
    setTimeout(() => controller.abort(), 5);
    expect(await failure).toMatchObject({ kind: 'aborted', outcome: 'not-applied' });
  });

  test('ends a call during a pause without another attempt', async () => {
    vi.useFakeTimers();
    const controller = new AbortController();
    const { fetch, sent } = scripted(new Response(null, { status: 503, headers: { 'retry-after': '9' } }));
    const failure = failureOf(at(fetch).patchConsent('o1', 'news', true, { signal: controller.signal }));
    await vi.advanceTimersByTimeAsync(4_000);
    controller.abort();
    expect(await failure).toMatchObject({ kind: 'aborted', outcome: 'unknown' });
    await vi.runAllTimersAsync();
    expect(sent).toHaveLength(1);
  });

  test('sends nothing when it is aborted already', async () => {
    const { fetch, sent } = scripted(ok());
    const error = await failureOf(
      at(fetch).patchConsent('o1', 'news', true, { signal: AbortSignal.abort() }),
    );
    expect(error).toMatchObject({ kind: 'aborted', outcome: 'not-applied' });
    expect(sent).toHaveLength(0);
  });
});

describe('on a real socket', () => {
  test('NF1: a write is saved when the server accepts the third connection', async () => {
    const { server, url } = await listen((_, response) => response.end());
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const heard: OrderApiError[] = [];
    const client = createOrderClient({ baseUrl: url });
    await client.patchConsent('o1', 'news', true, {
      onRetry: (error) => {
        if (heard.push(error) === 2) server.listen(port, '127.0.0.1');
      },
    });
    expect(heard.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['network', 'not-applied'],
      ['network', 'not-applied'],
    ]);
    expect(heard[0]?.cause).toMatchObject({ message: 'ECONNREFUSED' });
  });

  test('NF4: a write with status 200 is saved although its body is cut off', async () => {
    const { url } = await listen((_, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('{"a":1');
      setTimeout(() => response.socket?.resetAndDestroy(), 10);
    });
    let attempts = 0;
    const client = createOrderClient({ baseUrl: url, fetch: (request) => (attempts++, fetch(request)) });
    await client.patchConsent('o1', 'news', true);
    expect(attempts).toBe(1);
  });

  test('NF4: an order whose body is cut off is read again', async () => {
    let reads = 0;
    const { url } = await listen((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      if (++reads > 1) return void response.end(JSON.stringify(order));
      response.write('{"id":');
      setTimeout(() => response.socket?.resetAndDestroy(), 10);
    });
    expect(await createOrderClient({ baseUrl: url }).getOrder('o1')).toEqual(order);
    expect(reads).toBe(2);
  });

  test('NF5: a write resolves on the headers and closes the connection when no body follows', async () => {
    const closed = vi.fn();
    const { url } = await listen((_, response) => {
      response.on('close', closed);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(' ');
    });
    // Longer than the timeout of the test.
    const timeouts = { timeout: 900_000, totalTimeout: 900_000 };
    await createOrderClient({ baseUrl: url, ...timeouts }).patchConsent('o1', 'news', true);
    await expect.poll(() => closed).toHaveBeenCalled();
  });

  test('NF5: a read times out and closes the connection when the body stops', async () => {
    const closed = vi.fn();
    const { url } = await listen((_, response) => {
      response.on('close', closed);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"id":');
    });
    const error = await failureOf(
      createOrderClient({ baseUrl: url, timeout: 2_000, retry: 0 }).getOrder('o1'),
    );
    expect(error).toMatchObject({ kind: 'timeout', outcome: 'not-applied' });
    await expect.poll(() => closed).toHaveBeenCalled();
  });

  test('an error status with an endless body rejects when the attempt times out', async () => {
    const closed = vi.fn();
    const { url } = await listen((_, response) => {
      response.on('close', closed);
      response.writeHead(400, { 'content-type': 'application/json' });
      response.write('{"code":');
    });
    const client = createOrderClient({ baseUrl: url, timeout: 2_000 });
    const error = await failureOf(client.patchConsent('o1', 'news', true));
    expect(error).toMatchObject({ kind: 'invalid', status: 400, outcome: 'not-applied' });
    await expect.poll(() => closed).toHaveBeenCalled();
  });

  test('SE8: a 500 with 12 MiB of HTML is not read to its end and not part of the error', async () => {
    let written = 0;
    const chunk = '<p>stack trace</p>'.repeat(4_000);
    const { url } = await listen((_, response) => {
      response.writeHead(500, { 'content-type': 'text/html' });
      const pump = (): void => {
        while (!response.destroyed && written < 12 * 2 ** 20) {
          written += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', pump);
        }
        response.end();
      };
      pump();
    });
    const client = createOrderClient({ baseUrl: url, retry: 0 });
    const error = await failureOf(client.patchConsent('o1', 'news', true));
    expect(error).toMatchObject({ kind: 'server', status: 500, problem: undefined });
    expect(JSON.stringify(error)).not.toContain('stack trace');
    expect(written).toBeLessThan(6 * 2 ** 20);
  });

  test('NF17: a redirect is an error and is not followed', async () => {
    const arrived: IncomingMessage[] = [];
    const portal = await listen((request, response) => {
      arrived.push(request);
      response.end('<html>');
    });
    const { url } = await listen((_, response) => response.writeHead(302, { location: portal.url }).end());
    const error = await failureOf(createOrderClient({ baseUrl: url }).patchConsent('o1', 'news', true));
    expect(error).toMatchObject({ kind: 'protocol', status: 302, outcome: 'not-applied', retryable: true });
    expect(arrived).toHaveLength(0);
  });

  test('NF19: a write is sent again after the server resets the connection', async () => {
    let requests = 0;
    const { url } = await listen((request, response) => {
      if (++requests === 1) request.socket.resetAndDestroy();
      else response.end();
    });
    await createOrderClient({ baseUrl: url }).patchConsent('o1', 'news', true);
    expect(requests).toBe(2);
  });

  test('sequential writes reuse connections', async () => {
    const sockets = new Set<Socket>();
    const answer = (request: IncomingMessage, response: ServerResponse) => {
      sockets.add(request.socket);
      request.resume().on('end', () => response.writeHead(200, { 'content-length': 0 }).end());
    };
    const { url } = await listen(answer);
    const client = createOrderClient({ baseUrl: url });
    for (let index = 0; index < 20; index++) await client.patchConsent('o1', 'news', index % 2 === 0);
    expect(sockets.size).toBeLessThanOrEqual(2);
  });
});

describe('keepalive', () => {
  const answerLater = () => {
    const answers: (() => void)[] = [];
    const keepalives: boolean[] = [];
    const fetch = (request: Request) => {
      keepalives.push(request.keepalive);
      return new Promise<Response>((resolve) => answers.push(() => resolve(ok())));
    };
    return { answers, keepalives, client: at(fetch) };
  };
  const note = (bytes: number) => ({ note: 'x'.repeat(bytes - '{"note":""}'.length) });

  test('consents and small attributes are sent with keepalive, reads without', async () => {
    const { fetch, sent } = scripted(() => json(order));
    const client = at(fetch);
    await client.patchConsent('o1', 'news', true);
    await client.patchConsents('o1', [{ id: 'news', checked: true }]);
    await client.patchAttributes('o1', { note: 'ring the bell' });
    await client.patchConsent('o1', 'news', true, { keepalive: false });
    await client.getOrder('o1');
    expect(sent.map(({ request }) => request.keepalive)).toEqual([true, true, true, false, false]);
  });

  test('NV7: a body of 65,536 bytes is sent with keepalive, one more byte without', async () => {
    const { fetch, sent } = scripted(ok());
    await at(fetch).patchAttributes('o1', note(65_536));
    await at(fetch).patchAttributes('o1', note(65_537));
    expect(sent.map(({ request, body }) => [request.keepalive, body.length])).toEqual([
      [true, 65_536],
      [false, 65_537],
    ]);
  });

  test('NV7: the quota counts bytes, not characters', async () => {
    const { fetch, sent } = scripted(ok());
    await at(fetch).patchAttributes('o1', { note: 'ö'.repeat(40_000) });
    expect(sent[0]?.request.keepalive).toBe(false);
  });

  test('NV8: the second of two concurrent writes of 40 KiB is sent without keepalive, across clients', async () => {
    const { answers, keepalives, client } = answerLater();
    const other = answerLater();
    const writes = [client.patchAttributes('o1', note(40_960))];
    await expect.poll(() => keepalives).toEqual([true]);
    writes.push(other.client.patchAttributes('o1', note(40_960)));
    await expect.poll(() => other.keepalives).toEqual([false]);
    answers[0]?.();
    await writes[0];
    writes.push(client.patchAttributes('o1', note(40_960)));
    await expect.poll(() => keepalives).toEqual([true, true]);
    answers[1]?.();
    other.answers[0]?.();
    await Promise.all(writes);
  });

  test('NV8: every end of a write returns its share of the quota', async () => {
    vi.useFakeTimers();
    const full = note(65_536);
    const quiet = scripted('silence');
    const controller = new AbortController();
    const endings = [
      at(scripted(new TypeError('Failed to fetch')).fetch).patchAttributes('o1', full),
      at(scripted(new Response(null, { status: 400 })).fetch).patchAttributes('o1', full),
      at(quiet.fetch).patchAttributes('o1', full),
      at(scripted(ok()).fetch).patchAttributes('o1', full, { signal: AbortSignal.abort() }),
      at(scripted(ok()).fetch, { timeout: Infinity }).patchAttributes('o1', full),
      at(quiet.fetch).patchAttributes('o1', full, { signal: controller.signal }),
      createOrderClient({ baseUrl: '/api' }).patchAttributes('o1', full),
    ];
    controller.abort();
    const errors = await Promise.all(endings.map(failureInTime));
    expect(errors.map(({ kind }) => kind)).toEqual([
      'network',
      'invalid',
      'timeout',
      'aborted',
      'invalid',
      'aborted',
      'invalid',
    ]);
    const { fetch, sent } = scripted(ok());
    await inTime(at(fetch).patchAttributes('o1', full));
    expect(sent[0]?.request.keepalive).toBe(true);
  });

  test('NV1: keepalive is passed to fetch as an option too, because Firefox drops it from a Request', async () => {
    const fetch = vi.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(ok()));
    onTestFinished(() => fetch.mockRestore());
    const client = at(undefined);
    await client.patchConsent('o1', 'news', true);
    await client.patchConsent('o1', 'news', true, { keepalive: false });
    expect(fetch.mock.calls.map(([, init]) => init?.keepalive)).toEqual([true, undefined]);
    // Node would copy a Request.
    expect(fetch.mock.calls.map(([url]) => typeof url)).toEqual(['string', 'string']);
  });

  test('an attempt after a timeout is sent with keepalive', async () => {
    vi.useFakeTimers();
    const { fetch, sent } = scripted('silence', ok());
    await inTime(at(fetch).patchConsent('o1', 'news', true));
    expect(sent.map(({ request }) => request.keepalive)).toEqual([true, true]);
  });
});
