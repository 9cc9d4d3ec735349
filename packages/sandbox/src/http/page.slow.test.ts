import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { headlessShell } from '../../../../scripts/chromium.mjs';
import { sendRequest } from '../../test/request.ts';
import { createSandbox } from '../sandbox.ts';
import { hostileTexts, swedish } from '../seeds.ts';
import type { SandboxServer } from './serve.ts';
import { serveSandbox } from './serve.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const sandbox = createSandbox({ seed: [swedish()] });
let server: SandboxServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([
    serveSandbox({ sandbox, port: 0 }),
    chromium.launch(headlessShell()),
  ]);
});
afterAll(() => Promise.all([browser.close(), server.close()]));
beforeEach(() => sandbox.reset());

/** Opens the page. Console messages, page errors and blocked resources fail the test. */
async function open(options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
  const page = await browser.newPage({ reducedMotion: 'reduce', ...options });
  page.setDefaultTimeout(120_000);
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  onTestFinished(async () => {
    expect(complaints).toEqual([]);
    await page.close();
  });
  await page.goto(server.url);
  await page.getByText('Live', { exact: true }).waitFor();
  await page.getByRole('checkbox', { name: 'ci_terms' }).waitFor();
  return page;
}

const firstId = () => sandbox.orders.list()[0]?.id ?? '';
const tick = (checked: boolean) =>
  sendRequest(fetch, 'PATCH', `/${firstId()}/consents/ci_newsletter`, {
    base: server.url,
    body: { checked },
  });

test('shows a write at once, on the order and as a receipt', async () => {
  const page = await open();
  await tick(true);
  await page.getByText('applied', { exact: true }).waitFor();
  await page.getByRole('checkbox', { name: 'ci_newsletter', checked: true }).waitFor();
  expect(await page.getByRole('listitem').filter({ hasText: 'patchConsent' }).innerText()).toMatch(
    /patchConsent ci_newsletter → true\s*applied\s*response 200/,
  );
});

test('switches on a fault that applies once', async () => {
  const page = await open();
  await page.getByLabel('Faults apply to').selectOption('Ticks of consents');
  await page.getByLabel('How often').selectOption('Once');
  await page.getByRole('switch', { name: 'Connection breaks' }).check();
  await page.getByText('Connection breaks is on.').waitFor();
  expect(sandbox.faults.list()).toMatchObject([
    { fault: { kind: 'drop', operation: ['patchConsent', 'patchConsents'], times: 1 } },
  ]);
  await expect(tick(true)).rejects.toThrow('fetch failed');
  await page.getByText('met drop').waitFor();
  await page.getByRole('switch', { name: 'Connection breaks', checked: false }).waitFor();
});

test('the faults of reads and writes apply to the operations of cart, payments and shippings too', async () => {
  const page = await open();
  await page.getByLabel('Faults apply to').selectOption('Writes');
  await page.getByRole('switch', { name: 'Server error' }).check();
  await page.getByText(/^Server error Writes/).waitFor();
  await page.getByLabel('Faults apply to').selectOption('Reads');
  await page.getByRole('switch', { name: 'Login page' }).check();
  await page.getByText(/^Login page Reads/).waitFor();
  const [writes, reads] = sandbox.faults.list().map(({ fault }) => fault.operation);
  expect(writes).toEqual(
    expect.arrayContaining(['createOrder', 'updateCart', 'createPayment', 'updateShipping']),
  );
  expect(reads).toEqual(expect.arrayContaining(['getOrder', 'listPayments', 'getShipping']));
});

test('switches off a fault that was added through the API', async () => {
  const page = await open();
  sandbox.faults.add({ kind: 'hang', consentId: 'ci_terms' });
  await page.getByRole('switch', { name: 'No response', checked: true }).waitFor();
  await page.getByRole('button', { name: 'Switch off No response' }).click();
  await page.getByText('None. Every request is served.').waitFor();
  expect(sandbox.faults.list()).toEqual([]);
});

test('creates, selects, changes and resets orders by keyboard', async () => {
  const page = await open();
  await page.getByLabel('A predefined order').focus();
  await page.keyboard.type('Norw');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('Jeg godtar kjøpsvilkårene.', { exact: true }).waitFor();
  const made = sandbox.orders.list()[1];
  expect(made?.currency).toBe('NOK');
  await page.getByRole('checkbox', { name: 'ci_terms' }).focus();
  await page.keyboard.press('Space');
  await expect.poll(() => sandbox.orders.get(made?.id ?? '')?.consents[1]?.checked).toBe(true);
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('consent-1');
  await page.getByLabel('Move the order').focus();
  await page.keyboard.type('proc');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(() => sandbox.orders.get(made?.id ?? '')?.state.currentStatus).toBe('processing');
  page.once('dialog', (dialog) => void dialog.accept());
  await page.getByRole('button', { name: 'Reset the sandbox' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => sandbox.orders.list().length).toBe(1);
});

test('a link selects an order', async () => {
  const { id } = sandbox.orders.create({ currency: 'EUR' });
  const page = await open();
  await page.goto(`${server.url}/#${firstId()}`);
  await page.reload();
  await page.locator('#order-id').getByText(firstId()).waitFor();
  await page.getByRole('button', { name: id }).click();
  await page.locator('#order-id').getByText(id).waitFor();
  expect(new URL(page.url()).hash).toBe(`#${id}`);
  sandbox.orders.remove(id);
  await page.locator('#order-id').getByText(firstId()).waitFor();
});

test('HC1: shows hostile texts as text', async () => {
  const page = await open();
  const { id } = sandbox.orders.create(hostileTexts());
  await page.getByRole('button', { name: id }).click();
  await page.getByText('<script>globalThis.attacked = true</script>').first().waitFor();
  expect(await page.evaluate(() => 'attacked' in globalThis)).toBe(false);
});

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 320],
  ['dark', 320],
] as const)(
  'has no axe violations and does not scroll sideways: %s, %i px wide',
  async (colorScheme, width) => {
    const page = await open({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
    sandbox.faults.add({ kind: 'status', status: 500, times: 1 });
    await tick(true);
    await tick(false);
    await page.getByText('response 500').waitFor();
    await page.getByText('The whole order').click();
    await page.evaluate(axe);
    const violations = await page.evaluate(async () => {
      const { run } = (globalThis as unknown as { axe: typeof import('axe-core') }).axe;
      const found = await run({
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      });
      return found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
    });
    expect(violations).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  },
);

test('the content security policy allows only scripts of the page', async () => {
  const { headers } = await fetch(server.url);
  expect(headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
});
