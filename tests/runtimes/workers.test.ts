import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import type { Installed } from './project.ts';
import { install } from './project.ts';
import { servers } from './servers.ts';
import type { Shop } from './shop.ts';
import { apiKey, cookieSecret } from './secrets.ts';
import { openShop } from './shop.ts';
import type { Upstream } from './upstream.ts';
import { startUpstream } from './upstream.ts';

// The statements about Workers in docs/guides/servers.md.

let upstream: Upstream;
let installed: Installed;

beforeAll(async () => {
  upstream = await startUpstream(inject('sandbox'));
  const workers = servers.find(({ name }) => name === 'Workers');
  if (!workers) throw new Error('There is no server of that name.');
  installed = await install(workers, inject('base'), inject('tarballs'));
});
afterAll(async () => {
  await installed.remove();
  await upstream.close();
});

async function openWorker(env: Readonly<Record<string, string>>): Promise<Shop> {
  const given = { UPSTREAM: upstream.origin, API_KEY: apiKey, COOKIE_SECRET: cookieSecret, AWAITED: 'yes' };
  const running = await installed.start({ ...given, ...env });
  onTestFinished(running.stop);
  return openShop(running.origin, '/api/norce', upstream);
}

const readAndTick = async (shop: Shop) => {
  const order = await shop.createOrder();
  expect((await shop.ask(order)).status).toBe(200);
  expect((await shop.patch(order, '/consents/ci_newsletter', { checked: true })).status).toBe(200);
  expect(await shop.isChecked(order, 'ci_newsletter')).toBe(true);
  return order;
};

test.each(['env', 'first-request'])(
  'a Worker without nodejs_compat reads its variables: %s',
  async (worker) => {
    await readAndTick(await openWorker({ WORKER: worker, FLAGS: '', DATE: '2024-10-14' }));
  },
);

test('nodejs_compat fills process.env from 2025-04-01 on', async () => {
  await readAndTick(await openWorker({ DATE: '2025-04-01' }));
  const flags = 'nodejs_compat,nodejs_compat_populate_process_env';
  await readAndTick(await openWorker({ DATE: '2024-10-14', FLAGS: flags }));
});

test('answers of one order that arrive together each have their row from 2024-10-14 on', async () => {
  const flags = 'nodejs_compat,nodejs_compat_populate_process_env';
  const shop = await openWorker({ DATE: '2024-10-14', FLAGS: flags });
  const order = await shop.createOrder();
  const answers = await Promise.all(
    ['ci_newsletter', 'ci_terms', 'ci:a', 'a+b'].map((id) =>
      shop.patch(order, `/consents/${encodeURIComponent(id)}`, { checked: true }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(shop.rows(order)).toHaveLength(4);
});
