import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { withoutCode } from '../../scripts/markdown.mjs';
import { repository } from '../../scripts/repository.mjs';
import { attributesOf, files, pages, read, resolveLink } from './built-site.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const anchors = new Map(pages.map((page) => [page, new Set(attributesOf(read(page), 'id'))]));

test('the site has its pages', () => {
  expect(pages.length).toBeGreaterThan(60);
  for (const page of [
    'index.html',
    'why.html',
    'guides/nextjs.html',
    'api/index.html',
    'storybook/index.html',
  ])
    expect(files).toContain(page);
});

test('the API reference names every parameter', () => {
  const reference = pages.filter((page) => page.startsWith('api/'));
  expect(reference.length).toBeGreaterThan(10);
  expect(reference.filter((page) => read(page).includes('__namedParameters'))).toEqual([]);
});

test('the release notes have each heading once', () => {
  const headings = attributesOf(read('release-notes.html'), 'id').filter((id) => /-\d+$/.test(id));
  expect(headings).toEqual([]);
});

test('every link on every page has a target', () => {
  const broken = pages.flatMap((page) =>
    attributesOf(read(page), 'href').flatMap((link) => {
      const target = resolveLink(page, link);
      if (target === undefined) return isInRepository(link) ? [] : [`${page}: ${link}`];
      const { file, anchor } = target;
      const isThere = files.has(file) && (anchor === '' || (anchors.get(file)?.has(anchor) ?? false));
      return isThere ? [] : [`${page}: ${link}`];
    }),
  );
  expect(broken).toEqual([]);
});

/** Whether a link to the repository leads to one of its files. Links to other sites are not checked. */
function isInRepository(link: string): boolean {
  if (!link.startsWith(`${repository}/`)) return /^(https:|data:|http:\/\/127\.0\.0\.1)/.test(link);
  const [, path] = /\/(?:blob|tree|raw)\/HEAD\/([^#]*)/.exec(link) ?? [];
  return path === undefined || existsSync(`${root}${path}`);
}

test('pages, styles and scripts load nothing from other hosts', () => {
  const foreign = pages.flatMap((page) =>
    attributesOf(read(page), 'src')
      .filter((link) => resolveLink(page, link) === undefined && !link.startsWith('data:'))
      .map((link) => `${page}: ${link}`),
  );
  expect(foreign).toEqual([]);
  const styles = [...files].filter((file) => file.startsWith('assets/') && file.endsWith('.css'));
  expect(styles.length).toBeGreaterThan(0);
  for (const file of styles) expect(read(file)).not.toMatch(/url\(["']?(https?:)?\/\//);
});

test('every page is there as Markdown, with links to Markdown', () => {
  const markdown = pages.filter((page) => page !== '404.html').map((page) => page.replace(/html$/, 'md'));
  expect(markdown.filter((file) => !files.has(file))).toEqual([]);
  const broken = markdown.flatMap((file) =>
    [...withoutCode(read(file)).matchAll(/\]\((\.[^)\s#]*)/g)]
      .map(({ 1: link = '' }) => link)
      .filter((link) => !files.has(resolveLink(file, link)?.file ?? ''))
      .map((link) => `${file}: ${link}`),
  );
  expect(broken).toEqual([]);
});

test('llms.txt lists every page, and llms-full.txt contains the guides', () => {
  const list = read('llms.txt');
  const listed = [...list.matchAll(/\]\(([^)]+\.md)\)/g)].map(({ 1: file = '' }) => file);
  expect(listed.filter((file) => !files.has(file))).toEqual([]);
  expect([...listed].sort()).toEqual(
    pages
      .filter((page) => page !== '404.html')
      .map((page) => page.replace(/html$/, 'md'))
      .sort(),
  );
  const whole = read('llms-full.txt');
  expect(whole).toContain(read('guides/nextjs.md').trim());
  expect(whole).toContain(read('packages/react.md').trim());
});

test('the figures come from the measurements', () => {
  expect(read('why.md')).toContain('norce-kit NewsletterConsent');
  expect(read('why.md')).not.toContain('figures:');
  expect(read('why.html')).toMatch(/<td[^>]*>norce-kit NewsletterConsent<\/td>/);
});

test('the Storybook and the site link to each other', () => {
  const start = attributesOf(read('index.html'), 'href').map((link) => resolveLink('index.html', link)?.file);
  expect(start).toContain('storybook/index.html');
  const scripts = [...files].filter((file) => /^storybook\/assets\/.*\.js$/.test(file));
  const links = scripts.flatMap((file) =>
    [...read(file).matchAll(/\.\.\/([\w./-]+\.html)/g)].map(([, link]) => link),
  );
  expect(links).toEqual(expect.arrayContaining(['guides/index.html', 'promises.html', 'versions.html']));
  expect(links.filter((link = '') => !files.has(link))).toEqual([]);
});

test('the manifest of the Storybook lists the components', () => {
  const manifest = JSON.parse(read('storybook/manifests/components.json')) as {
    readonly components: Readonly<Record<string, { readonly name: string }>>;
  };
  const names = Object.values(manifest.components).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['NewsletterConsent', 'ConsentCheckbox', 'ConsentGroup']));
});
