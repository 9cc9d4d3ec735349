import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../running.ts';
import { useBrowser } from './browser.ts';
import { createProject } from './project.ts';
import type { Project } from './project.ts';

const openPage = useBrowser();

/** Starts the server of a project on a free port and opens its page. */
async function openShop(project: Project, command: (port: string) => readonly [string, ...string[]]) {
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const shop = await project.start(url, {}, ...command(port));
  onTestFinished(shop.stop);
  const { page, complaints } = await openPage();
  await page.goto(url);
  return { page, complaints, output: shop.output };
}

/** Ticks the newsletter and reloads: the tick is still there. Then places the order, with the terms only. */
async function tickAndPlace(page: Page) {
  const newsletter = page.getByRole('checkbox', { name: /news and offers/i });
  await page.waitForLoadState('networkidle');
  expect(await newsletter.isChecked()).toBe(false);
  await newsletter.check();
  await page.getByText('Saved', { exact: true }).waitFor();
  await page.reload();
  await page.waitForLoadState('networkidle');
  await expect.poll(() => newsletter.isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Place order' }).click();
  await page.getByText('Tick this box to go on').first().waitFor();
  await page.getByRole('checkbox', { name: /terms/ }).check();
  await page.getByRole('button', { name: 'Place order' }).click();
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
}

describe('starter-vite', () => {
  let project: Project;
  beforeAll(async () => {
    project = await createProject('starter-vite', { from: '../../examples', isFresh: true });
  }, 300_000);
  afterAll(() => project.remove());

  test('npm run dev: a tick survives a reload, and the order is placed', async () => {
    const { page, complaints } = await openShop(project, (port) => [
      'npm',
      'run',
      'dev',
      '--',
      '--host',
      '127.0.0.1',
      '--port',
      port,
    ]);
    await tickAndPlace(page);
    expect(complaints).toEqual([]);
  });

  test('compiles and builds; the built page does the same', async () => {
    await project.run({}, 'npm', 'run', 'build');
    const { page, complaints } = await openShop(project, (port) => [
      'npm',
      'run',
      'preview',
      '--',
      '--host',
      '127.0.0.1',
      '--port',
      port,
    ]);
    await tickAndPlace(page);
    expect(complaints).toEqual([]);
  });
});

describe('starter-next', () => {
  let project: Project;
  beforeAll(async () => {
    project = await createProject('starter-next', { from: '../../examples', isFresh: true });
  }, 300_000);
  afterAll(() => project.remove());

  const openCheckout = async (script: string) => {
    const shop = await openShop(project, (port) => [
      'npm',
      'run',
      script,
      '--',
      '--hostname',
      '127.0.0.1',
      '--port',
      port,
    ]);
    await shop.page.getByRole('button', { name: 'Go to checkout' }).click();
    return shop;
  };

  test('npm run dev: a tick survives a reload, and the order is placed', async () => {
    const { page } = await openCheckout('dev');
    await tickAndPlace(page);
  });

  test('compiles and builds; the production server does the same, and sends no key and no sandbox', async () => {
    await project.run({}, 'npm', 'run', 'build');
    const { page, complaints, output } = await openCheckout('start');
    await tickAndPlace(page);
    expect(complaints).toEqual([]);
    // Without the warnings of npm about its own configuration.
    expect(output().replaceAll(/^npm warn.*$/gm, '')).not.toMatch(/error|warn/i);
    const assets = join(project.folder, '.next/static');
    expect(existsSync(assets)).toBe(true);
    const find = () =>
      execFileSync('grep', ['-rlE', 'sandbox-key|createSandbox', assets], { encoding: 'utf8' });
    expect(find).toThrow();
  });
});
