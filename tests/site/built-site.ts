import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export const directory: string = fileURLToPath(new URL('../../test-results/site', import.meta.url));

/** The path that the tests serve the site below, as `SITE_BASE` of the build. */
export const base = '/any/folder/';

/** All files of the built site. */
export const files: ReadonlySet<string> = new Set(
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.relative(directory, `${entry.parentPath}/${entry.name}`)),
);

/** The pages, without those of the Storybook. */
export const pages: readonly string[] = [...files].filter(
  (file) => file.endsWith('.html') && !file.startsWith('storybook/'),
);

export const read = (file: string): string => readFileSync(`${directory}/${file}`, 'utf8');

/** Returns the values of an attribute in a page, unescaped. */
export function attributesOf(html: string, name: 'href' | 'src' | 'id'): readonly string[] {
  return [...html.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map(({ 1: value = '' }) =>
    value.replaceAll('&amp;', '&'),
  );
}

/** Returns the file and the anchor that a link on a page leads to, or nothing for links to other sites. */
export function resolveLink(page: string, link: string): { file: string; anchor: string } | undefined {
  const url = new URL(link, `http://host${base}${page}`);
  if (url.host !== 'host' || url.protocol !== 'http:') return undefined;
  const path = decodeURIComponent(url.pathname);
  const below = path.startsWith(base) ? path.slice(base.length) : `outside of the base: ${path}`;
  const file = below === '' || below.endsWith('/') ? `${below}index.html` : below;
  return { file, anchor: decodeURIComponent(url.hash.slice(1)) };
}
