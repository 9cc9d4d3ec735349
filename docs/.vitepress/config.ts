import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createCssVariablesTheme } from 'shiki';
import { defineConfigWithTheme } from 'vitepress';
import { anchorOf } from '../../scripts/markdown.mjs';
import type { SiteTheme } from './theme/site-theme.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The folder with the pages, which `scripts/site.mjs` writes. */
const pages = process.env['SITE_PAGES'] ?? path('../../test-results/site-pages');
const theme = JSON.parse(readFileSync(`${pages}/site.json`, 'utf8')) as SiteTheme;
const all = theme.groups.flatMap((group) => group.pages);

export default defineConfigWithTheme<SiteTheme & { search: { provider: 'local' } }>({
  lang: 'en',
  title: 'norce-kit',
  titleTemplate: ':title · norce-kit',
  base: process.env['SITE_BASE'] ?? '/',
  srcDir: pages,
  cacheDir: path('../../node_modules/.cache/vitepress'),
  outDir: process.env['SITE_OUT'] ?? path('../../site-static'),
  // The links between the pages were resolved when they were written; a test checks those of the built site.
  ignoreDeadLinks: true,
  metaChunk: true,
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  themeConfig: { ...theme, search: { provider: 'local' } },
  markdown: {
    theme: createCssVariablesTheme({ name: 'kit', variablePrefix: '--code-' }),
    headers: { level: [2, 3] },
    anchor: { slugify: anchorOf },
    toc: { slugify: anchorOf },
    // Curly braces in Markdown are text, not Vue.
    config: (markdown) => {
      // The corner of a table is no heading.
      markdown.core.ruler.push('corners', ({ tokens }) => {
        for (const [index, token] of tokens.entries()) {
          const [content, end] = [tokens[index + 1], tokens[index + 2]];
          if (token.type === 'th_open' && content?.content === '' && end !== undefined)
            token.tag = end.tag = 'td';
        }
      });
      // On a narrow screen a row of a table of the API is a block, see theme.css.
      markdown.core.ruler.push('members', ({ tokens, env }) => {
        if (!(env as { relativePath: string }).relativePath.startsWith('api/')) return;
        let titles: string[] = [];
        let column = 0;
        for (const [index, token] of tokens.entries()) {
          if (token.type === 'table_open') titles = [];
          if (token.type === 'th_open') titles.push(tokens[index + 1]?.content ?? '');
          if (token.type === 'tr_open') column = 0;
          if (token.type === 'td_open') token.attrSet('data-title', titles[column++] ?? '');
        }
      });
      const { renderer } = markdown;
      // A name in a table stays on one line, a text such as a message wraps.
      markdown.core.ruler.push('long-code', ({ tokens }) => {
        for (const code of tokens.flatMap(({ children }) => children ?? [])) {
          if (code.type === 'code_inline' && code.content.length > 24 && code.content.includes(' '))
            code.attrJoin('class', 'long');
        }
      });
      renderer.rules['table_open'] = () =>
        '<div class="table" role="group" aria-label="Table" tabindex="0"><table v-pre>';
      renderer.rules['table_close'] = () => '</table></div>';
    },
  },
  transformPageData: ({ relativePath }) => ({
    description: all.find((page) => page.path === relativePath)?.summary ?? '',
  }),
  vite: {
    // The pages are outside of the root.
    server: { fs: { strict: false } },
    build: { chunkSizeWarningLimit: 4_000, reportCompressedSize: false },
    logLevel: 'warn',
  },
});
