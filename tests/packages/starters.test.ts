import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { compiler, compilerEnv } from '../native-compiler.ts';
import { createEmptyApp, openBrowser, openFolder } from './empty-app.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const starters = ['starter-vite', 'starter-next'];

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const readManifest = (folder: string) => JSON.parse(read(`${folder}/package.json`)) as Manifest;

/** The files of a starter, without those that installing and building it leaves. */
const filesOf = (starter: string) =>
  readdirSync(join(root, 'examples', starter), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(join(root, 'examples', starter), join(entry.parentPath, entry.name)))
    .filter((file) => !/^(node_modules|dist|\.next|package-lock\.json|next-env\.d\.ts)(\/|$)/.test(file));

/** Copies a starter out of the workspace, with the tarballs and its other dependencies beside it. */
function copyStarter(starter: string) {
  const { dependencies, devDependencies } = readManifest(`examples/${starter}`);
  const others = Object.keys({ ...dependencies, ...devDependencies }).filter(
    (name) => !name.startsWith('@norce-kit/') && name !== 'next',
  );
  const tarballs = Object.fromEntries(
    Object.entries(inject('tarballs')).filter(([name]) => `@norce-kit/${name}` in dependencies),
  );
  const app = createEmptyApp(tarballs, {
    '.': others,
    ...('next' in dependencies && { 'examples/nextjs': ['next'] }),
  });
  onTestFinished(app.remove);
  for (const file of filesOf(starter)) cpSync(join(root, 'examples', starter, file), join(app.folder, file));
  return app.folder;
}

describe.each(starters)('%s', (starter) => {
  test('has fewer than 15 files', () => {
    expect(filesOf(starter).length).toBeLessThan(15);
    expect(filesOf(starter)).toContain('README.md');
  });

  test('is no part of the workspace, and accepts the present versions of the packages', () => {
    const { packages } = parse(read('pnpm-workspace.yaml')) as { readonly packages: readonly string[] };
    expect(packages).toContain('!examples/starter-*');
    const { dependencies, devDependencies } = readManifest(`examples/${starter}`);
    for (const [name, range] of Object.entries({ ...dependencies, ...devDependencies })) {
      expect(range, name).toMatch(/^\^\d+\.\d+\.\d+$/);
      if (name.startsWith('@norce-kit/')) {
        const { version } = readManifest(name.replace('@norce-kit', 'packages'));
        expect(range).toBe(`^${version}`);
      }
    }
  });

  test('compiles with the types of the tarballs', () => {
    const folder = copyStarter(starter);
    // The tests of consumers run the compiler that the starter installs.
    const compile = () =>
      execFileSync(process.execPath, [compiler, '--noEmit', '--incremental', 'false', '--singleThreaded'], {
        cwd: folder,
        encoding: 'utf8',
        env: compilerEnv,
        stdio: 'pipe',
      });
    expect(compile()).toBe('');
  });
});

test('starter-vite: a tick survives a reload, the button refuses without the terms, and the order is placed', async () => {
  const folder = copyStarter('starter-vite');
  await build({ root: folder, logLevel: 'error' });
  const browser = await openBrowser();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const complaints = await openFolder(page, join(folder, 'dist'));
  await page.getByRole('checkbox', { name: /news and offers/i }).check();
  await page.getByText('Saved', { exact: true }).waitFor();
  await page.reload();
  const newsletter = page.getByRole('checkbox', { name: /news and offers/i });
  await newsletter.waitFor();
  expect(await newsletter.isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Place order' }).click();
  await page.getByText('Tick this box to go on').first().waitFor();
  await page.getByRole('checkbox', { name: /terms/ }).check();
  await page.getByRole('button', { name: 'Place order' }).click();
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Start again' }).click();
  await newsletter.waitFor();
  expect(await newsletter.isChecked()).toBe(false);
  expect(complaints).toEqual([]);
});
