import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readPage, replaceLinks, summaryOf, titleOf } from './markdown.mjs';
import { addressOf } from './published.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const guides = readdirSync(`${root}docs/guides`);

/** The guides of a package. The others are about the page, so they belong to `react`. */
const own = {
  core: ['from-fetch.md'],
  server: [
    'servers.md',
    'nextjs.md',
    'express.md',
    'law-and-evidence.md',
    'delivery.md',
    'mailing-list.md',
    'forms-without-javascript.md',
  ],
  sandbox: ['testing.md'],
};

/**
 * Lists the pages in the tarball of a package: their paths in the tarball by their paths in the repository.
 *
 * @param {string} name
 * @returns {ReadonlyMap<string, string>}
 */
function pagesOf(name) {
  const listed =
    name === 'react'
      ? guides.filter((guide) => guide !== 'servers.md')
      : own[/** @type {keyof typeof own} */ (name)];
  const chosen = [...listed, 'troubleshooting.md'].filter((guide) => guides.includes(guide));
  return new Map([
    ['README.md', 'docs/start.md'],
    ...[...new Set(chosen)].map(
      (guide) => /** @type {const} */ ([`docs/guides/${guide}`, `docs/guides/${guide}`]),
    ),
    ...['glossary.md', 'security.md', 'versions.md', 'support.md'].map(
      (page) => /** @type {const} */ ([`docs/${page}`, `docs/${page}`]),
    ),
  ]);
}

/**
 * Leaves out the sections about a clone of the repository.
 *
 * @param {string} markdown
 */
function withoutRepository(markdown) {
  return markdown.replaceAll(/^## (Try it|Commands of this repository)\n.*?(?=^## |(?![^]))/gms, '');
}

/**
 * Writes `AGENTS.md` and the pages of a package to its folder. Links between them are relative; all others lead to the
 * repository.
 *
 * @param {string} name
 * @param {string} folder
 */
export function writeDocs(name, folder) {
  const pages = pagesOf(name);
  const paths = new Map([...pages, [`packages/${name}/README.md`, 'README.md']]);
  const lines = [...pages].map(([file, path]) => {
    const text = replaceLinks(withoutRepository(readPage(file)), file, (target, isImage) => {
      const inside = isImage ? undefined : paths.get(target);
      if (inside !== undefined) return posix.relative(posix.dirname(path), inside);
      return addressOf(target, isImage);
    });
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    return `- [${titleOf(text)}](${path}): ${summaryOf(text)}`;
  });
  const head = readFileSync(`${root}packages/${name}/AGENTS.md`, 'utf8').trim();
  writeFileSync(join(folder, 'AGENTS.md'), `${head}\n\n## Pages\n\n${lines.join('\n')}\n`);
}
