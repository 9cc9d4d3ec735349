import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { clock, sandbox, setUp as setUpOrder } from '../../test/faults.ts';
import { readResponse } from '../../test/request.ts';
import type { SandboxServer } from '../http/serve.ts';
import { serveSandbox } from '../http/serve.ts';
import type { Fault } from './faults.ts';

let server: SandboxServer;
beforeAll(async () => {
  server = await serveSandbox({ sandbox, port: 0 });
});
afterAll(() => server.close());

const setUp = (transport: string, ...faults: Fault[]) =>
  setUpOrder(transport === 'in process' ? sandbox : { fetch, base: server.url }, ...faults);

const connectionBroke = expect.objectContaining({
  name: 'TypeError',
  message: 'fetch failed',
  cause: expect.objectContaining({ code: 'ECONNRESET' }) as unknown,
}) as unknown;

describe.each(['in process', 'over a socket'])('%s', (transport) => {
  test('delay before: the write takes effect after the delay', async () => {
    const { tick, ticked } = setUp(transport, { kind: 'delay', before: 80 });
    const answer = tick(true);
    await clock.waiting();
    clock.advance(79);
    expect(ticked()).toBe(false);
    clock.advance(1);
    expect((await answer).status).toBe(200);
    expect(ticked()).toBe(true);
  });

  test('delay after: the write takes effect at once, the response is late', async () => {
    const { tick, ticked } = setUp(transport, { kind: 'delay', after: 80 });
    const answered = vi.fn();
    const answer = tick(true).then(answered);
    await clock.waiting();
    expect(ticked()).toBe(true);
    expect(answered).not.toHaveBeenCalled();
    clock.advance(80);
    await answer;
    expect(answered).toHaveBeenCalled();
  });

  test('status before: the write has no effect; headers and body are as given', async () => {
    const headers = { 'Retry-After': '1' };
    const { tick, ticked, receipts } = setUp(transport, {
      kind: 'status',
      status: 429,
      headers,
      body: { a: 1 },
    });
    const answer = await tick(true);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1']);
    expect(await answer.json()).toEqual({ a: 1 });
    expect(ticked()).toBe(false);
    expect(receipts()).toEqual([{ applied: false, status: 429, fault: 'status' }]);
  });

  test('status after: the write takes effect', async () => {
    const { tick, ticked } = setUp(transport, { kind: 'status', status: 500, when: 'after' });
    expect(await readResponse(tick(true))).toMatchObject({
      status: 500,
      body: { code: 'internal-server-error' },
    });
    expect(ticked()).toBe(true);
  });

  test('SE2: status 204 has no body', async () => {
    const { tick } = setUp(transport, { kind: 'status', status: 204, when: 'after' });
    expect(await readResponse(tick(true))).toEqual({ status: 204, body: undefined });
  });

  test('SE8: sends 12 MiB of HTML unchanged', async () => {
    const body = `<html>${'x'.repeat(12 * 2 ** 20)}`;
    const headers = { 'content-type': 'text/html' };
    const { tick } = setUp(transport, { kind: 'status', status: 502, headers, body });
    const answer = await tick(true);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([502, 'text/html']);
    expect((await answer.text()).length).toBe(body.length);
  });

  test('headers: adds headers to the real response', async () => {
    const headers = { 'set-cookie': 'a=b', 'Access-Control-Allow-Origin': '*' };
    const { id, get } = setUp(transport, { kind: 'headers', headers });
    const answer = await get();
    expect(answer.headers.getSetCookie()).toEqual(['a=b']);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(await answer.json()).toMatchObject({ id });
  });

  test.each([
    ['before' as const, false],
    ['after' as const, true],
  ])('NF10: hang %s sends no response until the caller aborts', async (when, applied) => {
    const { tick, ticked, receipts } = setUp(transport, { kind: 'hang', when });
    const stop = new AbortController();
    const end = expect(tick(true, { signal: stop.signal })).rejects.toThrow('enough');
    await expect.poll(() => sandbox.faults.list()).toMatchObject([{ applied: 1 }]);
    stop.abort(new Error('enough'));
    await end;
    await expect.poll(receipts).toEqual([{ applied, status: undefined, fault: 'hang' }]);
    expect(ticked()).toBe(applied);
  });

  test('NF1: drop breaks the connection before the write', async () => {
    const { tick, ticked, receipts } = setUp(transport, { kind: 'drop', times: 2 });
    await expect(tick(true)).rejects.toEqual(connectionBroke);
    await expect(tick(true)).rejects.toEqual(connectionBroke);
    expect(ticked()).toBe(false);
    expect(receipts()).toHaveLength(2);
    expect((await tick(true)).status).toBe(200);
    expect(ticked()).toBe(true);
  });

  test('apply-then-drop breaks the connection after the write', async () => {
    const { tick, ticked, receipts } = setUp(transport, { kind: 'apply-then-drop' });
    await expect(tick(true)).rejects.toEqual(connectionBroke);
    expect(ticked()).toBe(true);
    expect(receipts()).toEqual([{ applied: true, status: undefined, fault: 'apply-then-drop' }]);
  });

  test('NF3: drop-then-apply takes effect after a newer write', async () => {
    const { tick, ticked } = setUp(transport, { kind: 'drop-then-apply', after: 60, times: 1 });
    await expect(tick(true)).rejects.toEqual(connectionBroke);
    await tick(false);
    expect(ticked()).toBe(false);
    clock.advance(60);
    await expect.poll(() => ticked()).toBe(true);
    expect(sandbox.receipts.list().map(({ appliedAs }) => appliedAs)).toEqual([2, 1]);
  });

  test('NF4: truncate sends less than its content-length, then breaks the connection', async () => {
    const { tick, ticked } = setUp(transport, { kind: 'truncate' });
    const answer = await tick(true);
    expect(answer.status).toBe(200);
    expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(100);
    const reader = answer.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('{"ok":');
    await expect(reader?.read()).rejects.toMatchObject({ name: 'TypeError', message: 'terminated' });
    expect(ticked()).toBe(true);
  });

  test('NF5: silence sends a status and never ends the body', async () => {
    const { tick, ticked } = setUp(transport, { kind: 'silence' });
    const stop = new AbortController();
    const answer = await tick(true, { signal: stop.signal });
    expect(answer.status).toBe(200);
    expect(ticked()).toBe(true);
    const text = answer.text();
    stop.abort(new Error('enough'));
    await expect(text).rejects.toThrow('enough');
  });

  test('NF17: redirect leads to an HTML page with status 200', async () => {
    const { tick, ticked } = setUp(transport, { kind: 'redirect' });
    const answer = await tick(true);
    expect([answer.status, answer.redirected]).toEqual([200, true]);
    expect(new URL(answer.url).pathname).toBe('/__sandbox/login');
    expect(answer.headers.get('content-type')).toMatch('text/html');
    expect(ticked()).toBe(false);
  });

  test('AU8: a caller that does not follow redirects reads the location', async () => {
    const location = 'https://elsewhere.example/x';
    const { id } = setUp(transport, { kind: 'redirect', status: 307, location });
    const base = transport === 'in process' ? 'http://sandbox.invalid' : server.url;
    const send = transport === 'in process' ? sandbox.fetch : fetch;
    const url = `${base}/api/v0/checkout/orders/${id}`;
    const answer = await send(url, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([307, location]);
    await expect(send(url, { redirect: 'error' })).rejects.toThrow('fetch failed');
  });

  test('login-page responds with 200 and HTML', async () => {
    const { tick, ticked } = setUp(transport, { kind: 'login-page' });
    const answer = await tick(true);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(ticked()).toBe(false);
  });

  test('NF18: duplicate delivers twice and adds two receipts', async () => {
    const { tick, ticked, receipts } = setUp(transport, { kind: 'duplicate' });
    expect((await tick(true)).status).toBe(200);
    expect(ticked()).toBe(true);
    expect(receipts()).toEqual([
      { applied: true, status: 200, fault: 'duplicate' },
      { applied: true, status: 200, fault: 'duplicate' },
    ]);
  });

  test('duplicate with a delay takes effect after a newer write', async () => {
    const { tick, ticked } = setUp(transport, { kind: 'duplicate', after: 60, times: 1 });
    await tick(true);
    await tick(false);
    expect(ticked()).toBe(false);
    clock.advance(60);
    await expect.poll(() => ticked()).toBe(true);
  });
});
