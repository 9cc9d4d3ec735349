import { expect, test } from 'vitest';
import { sendRequest } from '../test/request.ts';
import { loadOpenApi } from './http/openapi.ts';
import { createSandbox } from './sandbox.ts';

test('2,000 requests on 10,000 orders succeed, and the list of receipts is capped', async () => {
  const sandbox = createSandbox({ checkRequest: loadOpenApi().checkRequest });
  const ids = Array.from({ length: 10_000 }, () => sandbox.orders.create().id);
  const one = (count: number) => {
    const id = ids[(count * 7) % ids.length] ?? '';
    if (count % 3 === 0) return sendRequest(sandbox.fetch, 'GET', `/${id}`);
    return sendRequest(sandbox.fetch, 'PATCH', `/${id}/consents/ci_newsletter`, {
      body: { checked: count % 2 === 0 },
    });
  };
  for (let count = 0; count < 2_000; count++) expect((await one(count)).status).toBe(200);
  expect(sandbox.receipts.list()).toHaveLength(1_000);
  expect(sandbox.orders.list()).toHaveLength(10_000);
});
