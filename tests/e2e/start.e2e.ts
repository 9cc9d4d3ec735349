import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';

const root = fileURLToPath(new URL('../..', import.meta.url));
const main = ['--import', 'tsx', '--conditions=@norce-kit/source', 'examples/checkout/server/main.ts'];

/** Starts the shop as the start command does. */
function start(env: Record<string, string>) {
  const shop = spawn(process.execPath, main, { cwd: root, env: { PATH: process.env['PATH'], ...env } });
  let output = '';
  for (const stream of [shop.stdout, shop.stderr]) stream.on('data', (text) => (output += String(text)));
  const ended = once(shop, 'exit');
  return { shop, ended, output: () => output };
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`a taken port is stepped past, and ${signal} ends everything at once`, async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;

    const { shop, ended, output } = start({ PORT: String(port) });
    await expect.poll(output, { timeout: 20_000 }).toMatch(/http:\/\/127\.0\.0\.1:\d+/);
    const url = /http:\/\/127\.0\.0\.1:(\d+)/.exec(output());
    expect(Number(url?.[1])).toBeGreaterThan(port);
    expect((await fetch(url?.[0] ?? '')).status).toBe(200);

    shop.kill(signal);
    expect(await ended).toEqual([0, null]);
    other.close();
  });
}

test('half a configuration is refused with the names that are missing, and without the key', async () => {
  const { ended, output } = start({ NORCE_SLUG: 'acme', NORCE_API_KEY: 'canary-key' });
  expect(await ended).toEqual([1, null]);
  expect(output()).toContain('needs NORCE_MERCHANT, NORCE_CHANNEL as well');
  expect(output()).not.toContain('canary-key');
});

test('a key no header can carry is refused without showing it', async () => {
  const account = { NORCE_SLUG: 'acme', NORCE_MERCHANT: 'acme', NORCE_CHANNEL: 'acme-se' };
  const { ended, output } = start({ ...account, NORCE_API_KEY: 'canary\nkey' });
  expect(await ended).toEqual([1, null]);
  expect(output()).toContain('apiKey');
  expect(output()).not.toContain('canary');
});
