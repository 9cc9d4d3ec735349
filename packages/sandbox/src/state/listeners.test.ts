import { expect, onTestFinished, test } from 'vitest';
import { sendRequest } from '../../test/request.ts';
import { createSandbox } from '../sandbox.ts';

/** Collects uncaught errors, which would fail the test otherwise. */
function catchUncaught() {
  const former = process.listeners('uncaughtException');
  const caught: unknown[] = [];
  process.removeAllListeners('uncaughtException').on('uncaughtException', (error) => void caught.push(error));
  onTestFinished(() => {
    process.removeAllListeners('uncaughtException');
    former.forEach((listener) => process.on('uncaughtException', listener));
  });
  return caught;
}

test('a listener that throws changes no response, and its error is uncaught', async () => {
  const caught = catchUncaught();
  const sandbox = createSandbox();
  const { id } = sandbox.orders.create();
  const error = new Error('An expectation of the test failed.');
  const changes: string[] = [];
  const fail = () => {
    throw error;
  };
  sandbox.orders.subscribe(fail);
  sandbox.receipts.subscribe(fail);
  sandbox.orders.subscribe((order) => void changes.push(order.id));
  const path = `/${id}/consents/ci_terms`;
  expect((await sendRequest(sandbox.fetch, 'PATCH', path, { body: { checked: true } })).status).toBe(200);
  expect(changes).toEqual([id]);
  await expect.poll(() => new Set(caught)).toEqual(new Set([error]));
});
