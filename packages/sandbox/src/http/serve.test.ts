import { expect, test } from 'vitest';
import { readResponse, sendRequest } from '../../test/request.ts';
import { createSandbox } from '../sandbox.ts';
import { serveSandbox } from './serve.ts';

test('serves the API over a socket', async () => {
  const sandbox = createSandbox({ seed: [{}] });
  const { url: base, close } = await serveSandbox({ sandbox, port: 0 });
  const id = sandbox.orders.list()[0]?.id ?? '';
  const path = `/${id}/consents/ci_terms`;
  const answer = await sendRequest(fetch, 'PATCH', path, { base, body: { checked: true } });
  expect([answer.status, await answer.text()]).toEqual([200, '']);
  expect((await readResponse(sendRequest(fetch, 'GET', `/${id}`, { base }))).body).toEqual(
    sandbox.orders.get(id),
  );
  await close();
  await expect(sendRequest(fetch, 'GET', `/${id}`, { base })).rejects.toThrow('fetch failed');
  // A test may close in itself, and after itself.
  await close();
});

test('rejects with EADDRINUSE if the port is taken', async () => {
  const first = await serveSandbox({ port: 0 });
  const port = Number(new URL(first.url).port);
  await expect(serveSandbox({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await first.close();
});
