import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, test } from './shared.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const main = ['--import', 'tsx', '--conditions=@norce-kit/source', 'examples/checkout/server/main.ts'];

/** Starts the shop like `npm start`. */
function start(
  env: Record<string, string>,
  command = process.execPath,
  parameters: readonly string[] = main,
) {
  const shop = spawn(command, parameters, { cwd: root, env: { PATH: process.env['PATH'], ...env } });
  let output = '';
  for (const stream of [shop.stdout, shop.stderr]) stream.on('data', (text) => (output += String(text)));
  const findUrl = () => /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0] ?? '';
  return {
    shop,
    // After `exit` there may be output left to read.
    ended: once(shop, 'close'),
    output: () => output,
    url: async () => {
      await expect.poll(findUrl).not.toBe('');
      return findUrl();
    },
  };
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`skips a port in use, and ${signal} ends everything at once`, async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;

    const { shop, ended, output, url } = start({ PORT: String(port) });
    const address = await url();
    expect(output()).toContain('PORT=');
    expect(Number(new URL(address).port)).toBeGreaterThan(port);
    expect((await fetch(address)).status).toBe(200);

    shop.kill(signal);
    expect(await ended).toEqual([0, null]);
    other.close();
  });
}

test('ending npm ends the shop it started', async () => {
  const line = [process.execPath, ...main].map((word) => `"${word}"`).join(' ');
  const env = { PORT: '0', npm_lifecycle_event: 'start' };
  const { shop, url } = start(env, 'sh', ['-c', `${line}; true`]);
  const address = await url();
  expect((await fetch(address)).status).toBe(200);

  shop.kill('SIGTERM');
  const isUp = () =>
    fetch(address).then(
      () => true,
      () => false,
    );
  await expect.poll(isUp).toBe(false);
});

test('with a Norce account it uses the real order API, and does not expose the key', async () => {
  const account = { NORCE_SLUG: 'acme', NORCE_MERCHANT: 'acme', NORCE_CHANNEL: 'acme-se' };
  const { shop, output, url } = start({ ...account, NORCE_API_KEY: 'canary-key', PORT: '0' });
  const address = await url();
  expect(output()).toContain('"acme, playground"');
  expect((await fetch(`${address}/sandbox/network`)).status).toBe(404);
  expect(output()).not.toContain('canary-key');
  shop.kill();
});

test('rejects an incomplete configuration, naming missing variables but not the key', async () => {
  const { ended, output } = start({ NORCE_SLUG: 'acme', NORCE_API_KEY: 'canary-key' });
  expect(await ended).toEqual([1, null]);
  expect(output()).toContain('needs NORCE_MERCHANT, NORCE_CHANNEL as well');
  expect(output()).not.toContain('canary-key');
});

test('rejects a key that no header can carry, without printing it', async () => {
  const account = { NORCE_SLUG: 'acme', NORCE_MERCHANT: 'acme', NORCE_CHANNEL: 'acme-se' };
  const { ended, output } = start({ ...account, NORCE_API_KEY: 'canary\nkey' });
  expect(await ended).toEqual([1, null]);
  expect(output()).toContain('apiKey');
  expect(output()).not.toContain('canary');
});
