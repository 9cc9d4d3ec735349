import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { build } from 'vite';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { headlessShell } from '../../scripts/chromium.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder = '';

/** Links a dependency of the workspace, so that nothing is loaded from a network. */
function link(name: string, from: string) {
  const target = join(folder, 'node_modules', name);
  mkdirSync(dirname(target), { recursive: true });
  symlinkSync(realpathSync(join(root, from, 'node_modules', name)), target);
}

// An empty app: the tarballs unpacked, with their dependencies beside them.
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'norce-kit-empty-app-'));
  for (const name of ['core', 'react', 'sandbox']) {
    const target = join(folder, 'node_modules/@norce-kit', name);
    mkdirSync(target, { recursive: true });
    execFileSync('tar', ['-xzf', inject('tarballs')[name] ?? '', '-C', target, '--strip-components=1']);
    const { dependencies = {} } = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8')) as {
      readonly dependencies?: Readonly<Record<string, string>>;
    };
    for (const dependency of Object.keys(dependencies)) {
      if (!dependency.startsWith('@norce-kit/')) link(dependency, `packages/${name}`);
    }
  }
  for (const name of ['react', 'react-dom', '@tanstack/react-query']) link(name, '.');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Returns the blocks of code on a page of a package. */
function blocksOf(page: string, language = 'tsx'): readonly string[] {
  const markdown = readFileSync(join(folder, 'node_modules/@norce-kit', page), 'utf8');
  const blocks = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms');
  return [...markdown.matchAll(blocks)].map(({ 1: text = '' }) => text);
}

/** Builds `src/App.tsx` with a script that renders it, as Vite does by default. Returns the built script. */
async function buildApp(app: string, main: string): Promise<string> {
  mkdirSync(join(folder, 'src'), { recursive: true });
  writeFileSync(join(folder, 'src/App.tsx'), app);
  writeFileSync(join(folder, 'src/main.tsx'), main);
  const { output } = (await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    build: { write: false, rolldownOptions: { input: join(folder, 'src/main.tsx') } },
  })) as Extract<Awaited<ReturnType<typeof build>>, { output: unknown }>;
  return output.map((part) => (part.type === 'chunk' ? part.code : '')).join('\n');
}

test('the first code of the React README builds as it is', async () => {
  const [client = ''] = blocksOf('react/README.md', 'ts');
  const [, file = ''] = /^\/\/ (lib\/[\w-]+\.ts)$/m.exec(client) ?? [];
  expect(file).not.toBe('');
  mkdirSync(join(folder, 'src/lib'), { recursive: true });
  writeFileSync(join(folder, 'src', file), client);
  const [block = ''] = blocksOf('react/README.md');
  expect(block).toContain('<NewsletterConsent');
  const main = `import { createElement } from 'react';
    import { createRoot } from 'react-dom/client';
    import { Newsletter } from './App.tsx';
    createRoot(document.body).render(createElement(Newsletter, { orderId: 'o_1' }));`;
  expect(await buildApp(block, main)).toContain('/api/norce');
});

test('the block with the sandbox in docs/start.md stores a tick, without a network', async () => {
  const block = blocksOf('react/docs/start.md').find((text) => text.includes('createSandbox')) ?? '';
  const main = `import { createElement } from 'react';
    import { createRoot } from 'react-dom/client';
    import App from './App.tsx';
    createRoot(document.body.appendChild(document.createElement('div'))).render(createElement(App));`;
  const code = await buildApp(block, main);
  expect(createRequire(join(folder, 'src/App.tsx')).resolve('react')).toContain('react');
  const browser = await chromium.launch(headlessShell());
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.route('**/*', (route) =>
    route.request().url().endsWith('.js')
      ? route.fulfill({ body: code, contentType: 'text/javascript' })
      : route.fulfill({
          body: '<!doctype html><script type="module" src="/main.js"></script>',
          contentType: 'text/html',
        }),
  );
  await page.goto('http://shop.invalid/');
  await page.getByRole('checkbox').check();
  await page.getByText('Saved', { exact: true }).waitFor();
  expect(await page.getByRole('checkbox').isChecked()).toBe(true);
});
