import { afterEach, expect, test, vi } from 'vitest';
import { failureOf, scripted } from '../test/scripted.ts';

// Safari before 17.4 has no AbortSignal.any. It is deleted before the first import, hence a separate file.
Reflect.deleteProperty(AbortSignal, 'any');

/** A request as browsers have it. In Node, a clone may stop following its signal when garbage is collected. */
class BrowserRequest extends Request {
  override clone(): BrowserRequest {
    return new BrowserRequest(super.clone(), { signal: this.signal });
  }
}
Object.assign(globalThis, { Request: BrowserRequest });
const { createOrderClient } = await import('./index.ts');
const baseUrl = 'https://shop.example';

afterEach(() => void vi.useRealTimers());

test("without AbortSignal.any the caller's signal ends a call during a pause without another attempt", async () => {
  vi.useFakeTimers();
  const { fetch, sent } = scripted(new Response(null, { status: 503, headers: { 'retry-after': '9' } }));
  const controller = new AbortController();
  const client = createOrderClient({ baseUrl, fetch });
  const failure = failureOf(client.patchConsent('o1', 'news', true, { signal: controller.signal }));
  await vi.advanceTimersByTimeAsync(4_000);
  controller.abort();
  expect(await failure).toMatchObject({ kind: 'aborted', outcome: 'unknown' });
  await vi.runAllTimersAsync();
  expect(sent).toHaveLength(1);
});

test('without AbortSignal.any a call to a silent server times out and aborts every request', async () => {
  vi.useFakeTimers({ now: 0 });
  const { fetch, sent } = scripted('silence');
  const failure = failureOf(createOrderClient({ baseUrl, fetch }).patchConsent('o1', 'news', true));
  await vi.runAllTimersAsync();
  expect(await failure).toMatchObject({ kind: 'timeout', outcome: 'unknown' });
  expect(Date.now()).toBeLessThanOrEqual(30_000);
  expect(sent.map(({ request }) => request.signal.aborted)).toEqual([true, true, true]);
});

test('without AbortSignal.any a single attempt that times out is aborted', async () => {
  vi.useFakeTimers();
  const { fetch, sent } = scripted('silence');
  const failure = failureOf(createOrderClient({ baseUrl, fetch, retry: 0 }).getOrder('o1'));
  await vi.runAllTimersAsync();
  expect(await failure).toMatchObject({ kind: 'timeout' });
  expect(sent.map(({ request }) => request.signal.aborted)).toEqual([true]);
});
