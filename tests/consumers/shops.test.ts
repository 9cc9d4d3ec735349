import { expect, onTestFinished, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { freePort } from '../running.ts';
import { createProject } from './project.ts';

const key = 'canary-3c9a57e1b0f4';
const react18 = {
  react: '18.3.1',
  'react-dom': '18.3.1',
  '@types/react': '18.3.31',
  '@types/react-dom': '18.3.7',
};

const openBrowserPage = useBrowser();

/** Installs and builds a template outside of the workspace, and starts it with its own sandbox. */
async function openShop(template: string, command: readonly [string, ...string[]], versions = {}) {
  const project = await createProject(template, { versions });
  onTestFinished(project.remove);
  const [shopPort, sandboxPort] = [await freePort(), await freePort()];
  const [shopUrl, sandboxUrl] = [`http://127.0.0.1:${shopPort}`, `http://127.0.0.1:${sandboxPort}`];
  const shopEnv = {
    NORCE_URL: sandboxUrl,
    NORCE_API_KEY: key,
    NORCE_MERCHANT: 'acme',
    NORCE_CHANNEL: 'acme-se',
    COOKIE_SECRET: 's'.repeat(32),
    PORT: String(shopPort),
  };
  const build = () => project.run(shopEnv, 'npm', 'run', 'build');
  const start = async () => {
    const parameters = ['--port', String(sandboxPort), '--key', key];
    const sandbox = await project.start(sandboxUrl, {}, 'norce-sandbox', ...parameters);
    onTestFinished(sandbox.stop);
    const shop = await project.start(shopUrl, shopEnv, ...command);
    onTestFinished(shop.stop);
    return shop;
  };
  /** Reads the value in the sandbox. */
  const held = async () => {
    const response = await fetch(`${sandboxUrl}/__sandbox/orders?limit=1`);
    const { orders } = (await response.json()) as {
      orders: { consents: { id: string; checked: boolean }[] }[];
    };
    return orders[0]?.consents.find(({ id }) => id === 'ci_newsletter')?.checked;
  };
  return { url: shopUrl, build, start, held };
}

/** A page that also records whether a response contained the key. */
async function openPage() {
  const { page, complaints } = await openBrowserPage();
  page.on('response', async (response) => {
    const text = await response.text().catch(() => '');
    if (text.includes(key)) complaints.push(`The key is in ${response.url()}.`);
  });
  return { page, complaints };
}

/** Ticks, reloads and un-ticks. Returns the HTML of the reload. */
async function tickAndUntick({ url, held }: Pick<Awaited<ReturnType<typeof openShop>>, 'url' | 'held'>) {
  const { page, complaints } = await openPage();
  const box = page.getByRole('checkbox');
  await page.goto(url);
  await page.waitForLoadState('networkidle');
  expect(await box.isChecked()).toBe(false);
  await box.check();
  await expect.poll(held).toBe(true);
  const html = await (await page.reload())?.text();
  await page.waitForLoadState('networkidle');
  await expect.poll(() => box.isChecked()).toBe(true);
  await box.uncheck();
  await expect.poll(held).toBe(false);
  expect(complaints).toEqual([]);
  return html;
}

test.each([
  ['19', {}],
  ['18', react18],
])('Vite and React %s, served by Express: stores a tick', async (_, versions) => {
  const shop = await openShop('vite', ['node', 'server.js'], versions);
  await shop.build();
  await shop.start();
  await tickAndUntick(shop);
});

test('Next.js, app router: a server component reads the order, the box hydrates and stores a tick', async () => {
  const shop = await openShop('nextjs', ['next', 'start', '--hostname', '127.0.0.1']);
  await shop.build();
  const { output } = await shop.start();
  expect(await tickAndUntick(shop)).toMatch(/<input[^>]* checked=""/);
  expect(output()).not.toMatch(/error|warn/i);
});

test('React Router, framework mode: a loader reads the order, the box hydrates and stores a tick', async () => {
  const shop = await openShop('react-router', ['react-router-serve', 'build/server/index.js']);
  await shop.build();
  await shop.start();
  expect(await tickAndUntick(shop)).toMatch(/<input[^>]* checked=""/);
});

test('plain Node and a page of modules without a bundler: stores a tick', async () => {
  const shop = await openShop('node', ['node', 'server.js']);
  await shop.start();
  await tickAndUntick(shop);
});
