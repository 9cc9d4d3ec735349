import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { createEmptyApp, openBrowser, openFolder } from './empty-app.ts';
import type { EmptyApp } from './empty-app.ts';

let app: EmptyApp;
beforeAll(() => {
  const { core = '', react = '', sandbox = '' } = inject('tarballs');
  app = createEmptyApp(
    { core, react, sandbox },
    { '.': ['react', 'react-dom', '@tanstack/react-query', '@types/react', '@types/react-dom'] },
  );
});
afterAll(() => app.remove());

/** Returns the blocks of code on a page of a package. */
function blocksOf(page: string, language = 'tsx'): readonly string[] {
  const blocks = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms');
  return [...app.read(page).matchAll(blocks)].map(({ 1: text = '' }) => text);
}

/** Builds `src/App.tsx` and further files with a script that renders it, as Vite does by default. Returns the folder. */
async function buildApp(files: Readonly<Record<string, string>>): Promise<string> {
  const html = '<!doctype html><div id="root"></div><script type="module" src="/src/main.tsx"></script>';
  mkdirSync(join(app.folder, 'src/lib'), { recursive: true });
  for (const [file, text] of Object.entries({ 'index.html': html, ...files })) {
    writeFileSync(join(app.folder, file), text);
  }
  await build({ root: app.folder, configFile: false, logLevel: 'error' });
  return join(app.folder, 'dist');
}

test('the first code of the React README builds as it is, and requests the handler', async () => {
  const [client = ''] = blocksOf('react/README.md', 'ts');
  const [, file = ''] = /^\/\/ (lib\/[\w-]+\.ts)$/m.exec(client) ?? [];
  expect(file).not.toBe('');
  const [block = ''] = blocksOf('react/README.md');
  expect(block).toContain('<NewsletterConsent');
  const main = `import { createElement } from 'react';
    import { createRoot } from 'react-dom/client';
    import { Newsletter } from './App.tsx';
    createRoot(document.getElementById('root')).render(createElement(Newsletter, { orderId: 'o_1' }));`;
  const dist = await buildApp({ [`src/${file}`]: client, 'src/App.tsx': block, 'src/main.tsx': main });
  const page = await newPage();
  const request = page.waitForRequest('**/api/norce/**');
  await openFolder(page, dist);
  expect((await request).url()).toMatch(/\/api\/norce\/.*\/o_1$/);
});

test('the block with the sandbox in docs/start.md ticks by keyboard, saves, keeps the answer, without a network', async () => {
  const block = blocksOf('react/docs/start.md').find((text) => text.includes('createSandbox')) ?? '';
  const main = `import { createElement } from 'react';
    import { createRoot } from 'react-dom/client';
    import App from './App.tsx';
    createRoot(document.getElementById('root')).render(createElement(App));`;
  const dist = await buildApp({ 'src/App.tsx': block, 'src/main.tsx': main });
  const page = await newPage();
  const complaints = await openFolder(page, dist);
  await page.getByRole('checkbox').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.getByText('Saved', { exact: true }).waitFor();
  expect(await page.getByRole('checkbox').isChecked()).toBe(true);
  await page.reload();
  await page.getByRole('checkbox', { checked: true }).waitFor();
  await page.getByRole('checkbox').uncheck();
  await page.getByText('Saved', { exact: true }).waitFor();
  expect(await page.getByRole('checkbox').isChecked()).toBe(false);
  expect(complaints).toEqual([]);
});

async function newPage() {
  const browser = await openBrowser();
  onTestFinished(() => browser.close());
  return browser.newPage();
}
