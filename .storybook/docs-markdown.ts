import type { Plugin } from 'vite';
import { readPage } from '../scripts/markdown.mjs';
import { withAbsoluteLinks } from '../scripts/published.mjs';
import { releaseNotes } from '../scripts/site-pages.mjs';

/** Pages of the documentation that are also pages of the Storybook, by the name of their module. */
const pages: Readonly<Record<string, () => string>> = {
  'virtual:docs/changelog': () => withAbsoluteLinks(releaseNotes(), 'docs/release-notes.md'),
  'virtual:docs/accessibility': () =>
    withAbsoluteLinks(readPage('docs/accessibility.md'), 'docs/accessibility.md'),
};

/** Provides Markdown of the documentation as modules. Its links lead to the repository; the site replaces them by its own. */
export function docsMarkdown(): Plugin {
  return {
    name: 'norce-kit:docs-markdown',
    resolveId: (id) => (id in pages ? `\0${id}` : undefined),
    load: (id) => {
      const read = id.startsWith('\0') ? pages[id.slice(1)] : undefined;
      return read === undefined ? undefined : `export default ${JSON.stringify(read())};`;
    },
  };
}

/** Returns the Markdown of each module. */
export function readDocsModules(): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(pages).map(([id, read]) => [id, read()]));
}
