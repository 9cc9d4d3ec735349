import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { bundlePrograms } from './program-bundle.ts';
import { freePort } from './running.ts';

const guide = readFileSync(new URL('../docs/guides/servers.md', import.meta.url), 'utf8');
const [, recipe = ''] = /^## Shut down$.*?^```ts\n(.*?)^```$/ms.exec(guide) ?? [];

/** A handler whose rows take longer than its responses. */
const handler = `import { createOrderHandler } from '@norce-kit/server';

export const handler = createOrderHandler({
  upstream: {
    baseUrl: 'https://api.test',
    apiKey: 'k',
    merchant: 'm',
    channel: 'c',
    fetch: async () => new Response(null, { status: 200 }),
  },
  authorize: () => true,
  allowMissingOrigin: true,
  consentLog: {
    secret: 's'.repeat(32),
    write: async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      console.log('row');
    },
  },
});
`;

/** Runs the recipe of the guide in a process of its own. */
async function startShop(port: number) {
  const results = fileURLToPath(new URL('../test-results', import.meta.url));
  mkdirSync(results, { recursive: true });
  // Inside of the repository, where the packages that are not bundled are found.
  const folder = mkdtempSync(join(results, 'shut-down-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'lib'));
  writeFileSync(join(folder, 'lib/handler.js'), handler);
  writeFileSync(
    join(folder, 'server.ts'),
    recipe.replace('3000', String(port)).replace('5_000', '200').replace('12_000', '2_000'),
  );
  const program = join(folder, 'server.mjs');
  await bundlePrograms({ entryPoints: [join(folder, 'server.ts')], outfile: program });
  const shop = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void shop.kill('SIGKILL'));
  let output = '';
  shop.stdout.on('data', (text) => (output += String(text)));
  return { shop, rows: () => output.split('row').length - 1 };
}

test('the recipe for a shutdown ends while a connection is open that a browser never used', async () => {
  const port = await freePort();
  const { shop } = await startShop(port);
  const ended = once(shop, 'close');
  const isOpen = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.on('error', () => resolve(false));
      onTestFinished(() => void socket.destroy());
    });
  await expect.poll(isOpen, { timeout: 60_000 }).toBe(true);
  shop.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

test('the recipe for a shutdown loses no answer, and ends below a proxy that keeps its connections busy', async () => {
  const port = await freePort();
  const { shop, rows } = await startShop(port);
  // Its output may be complete only after `exit`.
  const ended = once(shop, 'close');
  const agent = new Agent({ keepAlive: true, maxSockets: 2 });
  onTestFinished(() => agent.destroy());
  const body = '{"checked":true}';
  let orders = 0;
  const send = () =>
    new Promise<{ status: number | string; isLast: boolean }>((resolve) => {
      // The rows of one order are written in turn: a fast machine would send more of them than there is time for.
      const path = `/api/norce/api/v0/checkout/orders/o_${++orders}/consents/c`;
      const headers = { 'content-type': 'application/json', 'content-length': body.length };
      const sent = request({ port, host: '127.0.0.1', method: 'PATCH', path, headers, agent }, (response) => {
        const { statusCode: status = 0 } = response;
        const isLast = response.headers.connection === 'close';
        response.resume().on('end', () => resolve({ status, isLast }));
      });
      sent.on('error', ({ code = '' }: NodeJS.ErrnoException) => resolve({ status: code, isLast: false }));
      sent.end(body);
    });
  await expect.poll(send, { timeout: 60_000 }).toEqual({ status: 200, isLast: false });

  const statuses: (number | string)[] = [200];
  /** The proxy sends the next request on the same connection as soon as it has a response. */
  const keepBusy = async () => {
    for (let isOver = false; !isOver && shop.exitCode === null;) {
      const { status, isLast } = await send();
      statuses.push(status);
      isOver = isLast;
    }
  };
  const busy = [keepBusy(), keepBusy()];
  await expect.poll(() => statuses.length).toBeGreaterThan(5);
  shop.kill('SIGTERM');
  await Promise.all(busy);
  expect(await ended).toEqual([0, null]);
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(rows()).toBe(statuses.length);
});
