import { expect, test, vi } from 'vitest';
import { readResponse, sendRequest } from '../../test/request.ts';
import type { Hook } from '../types.ts';
import { createSandbox } from '../sandbox.ts';

function withHooks(...hooks: Hook[]) {
  const sandbox = createSandbox({ hooks });
  const { id } = sandbox.orders.create();
  const path = `/${id}/consents`;
  return {
    order: () => sandbox.orders.get(id),
    tick: (consentId: string, headers = {}) =>
      readResponse(
        sendRequest(sandbox.fetch, 'PATCH', `${path}/${consentId}`, { body: { checked: true }, headers }),
      ),
    move: (currentStatus: string) =>
      readResponse(sendRequest(sandbox.fetch, 'PUT', `/${id}/state`, { body: { currentStatus } })),
  };
}

test('a hook receives the change before it is stored and can change the order further', async () => {
  const { tick, order } = withHooks({
    scope: '/consents',
    invoke: (next, present) => {
      expect([next.consents[0]?.checked, present.consents[0]?.checked]).toEqual([true, false]);
      return { change: { attributes: { bonus: 5 } } };
    },
  });
  expect((await tick('ci_newsletter')).status).toBe(200);
  expect(order()).toMatchObject({ attributes: { bonus: 5 }, consents: [{ checked: true }, {}] });
});

test('a hook that refuses prevents the change', async () => {
  const { tick, order } = withHooks({ scope: '/consents', invoke: () => ({ refuse: 'Not today.' }) });
  expect(await tick('ci_newsletter')).toMatchObject({ status: 400, body: { message: 'Not today.' } });
  expect(order()?.consents[0]?.checked).toBe(false);
});

test('a hook that rejects gives 500', async () => {
  const { tick } = withHooks({ scope: '/consents', invoke: () => Promise.reject(new Error('no')) });
  expect(await tick('ci_newsletter')).toMatchObject({ status: 500, body: { code: 'internal-server-error' } });
});

test('a hook receives the changes of previous hooks, and only those of its scope', async () => {
  const state = vi.fn(() => undefined);
  const second = vi.fn<Hook['invoke']>(() => undefined);
  const { tick, move } = withHooks(
    { scope: '/state', invoke: state },
    { scope: '/consents', invoke: () => ({ change: { attributes: { a: 1 } } }) },
    { scope: '/consents', invoke: second },
  );
  await tick('ci_terms');
  expect(second.mock.calls[0]?.[0].attributes).toEqual({ a: 1 });
  expect(state).not.toHaveBeenCalled();
  expect((await move('processing')).status).toBe(200);
  expect(state).toHaveBeenCalledOnce();
});

test('skips the hooks of the adapter that writes', async () => {
  const invoke = vi.fn(() => undefined);
  const { tick } = withHooks({ scope: '/consents', adapterId: 'mine', invoke });
  await tick('ci_terms', { 'x-adapterid': 'mine' });
  expect(invoke).not.toHaveBeenCalled();
  await tick('ci_terms', { 'x-adapterid': 'other' });
  expect(invoke).toHaveBeenCalledOnce();
});

test('a write waits for a pending hook, so that no change is lost', async () => {
  const { tick, order } = withHooks({
    scope: '/consents',
    invoke: () => new Promise((resolve) => setTimeout(() => resolve(undefined), 20)),
  });
  await Promise.all([tick('ci_newsletter'), tick('ci_terms')]);
  expect(order()?.consents.map(({ checked }) => checked)).toEqual([true, true]);
});

test('a write that the sandbox cannot handle does not fail the next write of the order', async () => {
  const sandbox = createSandbox({ hooks: [{ scope: '/cart', invoke: () => undefined }] });
  const { id } = sandbox.orders.create();
  sandbox.orders.update(id, { consents: 'not a list' });
  const [tick, patch] = await Promise.all([
    sendRequest(sandbox.fetch, 'PATCH', `/${id}/consents/ci_terms`, { body: { checked: true } }),
    sendRequest(sandbox.fetch, 'PATCH', `/${id}/attributes`, { body: { note: 'Ring twice' } }),
  ]);
  expect([tick.status, patch.status]).toEqual([500, 200]);
  expect(sandbox.orders.get(id)?.attributes).toEqual({ note: 'Ring twice' });
});
