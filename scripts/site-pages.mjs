import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { folders } from './build.mjs';
import { readChangesets } from './changesets.mjs';
import { readPage, replaceLinks, summaryOf, titleOf } from './markdown.mjs';
import { addressOf } from './published.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * @typedef {{ path: string, title: string, summary: string, source?: string }} Page
 *   `path` is below the site, `source` below the repository; a page without source is generated.
 * @typedef {{ title: string, isFolded?: boolean, pages: readonly Page[] }} Group
 */

/** Pages of the repository and their paths on the site, by group. Each page of `docs` is added to the group of its folder. */
const layout = [
  {
    title: 'Start',
    files: {
      'README.md': 'index.md',
      'docs/why.md': 'why.md',
      'docs/compared.md': 'compared.md',
      'docs/support.md': 'support.md',
    },
  },
  {
    title: 'Guides',
    files: { 'docs/README.md': 'guides/index.md', ...filesIn('docs/guides', 'guides', orderOfGuides()) },
  },
  {
    title: 'Packages',
    files: Object.fromEntries(folders.map((name) => [`packages/${name}/README.md`, `packages/${name}.md`])),
  },
  {
    title: 'Reference',
    files: {
      'docs/accessibility.md': 'accessibility.md',
      'docs/promises.md': 'promises.md',
      'docs/security.md': 'security.md',
      'docs/versions.md': 'versions.md',
      'docs/glossary.md': 'glossary.md',
      ...filesIn('docs', '.'),
    },
  },
  {
    title: 'Project',
    files: {
      'CONTRIBUTING.md': 'contributing.md',
      'bench/README.md': 'benchmarks.md',
      '.storybook/README.md': 'about-the-storybook.md',
      'SECURITY.md': 'report-a-vulnerability.md',
      'CODE_OF_CONDUCT.md': 'code-of-conduct.md',
      ...Object.fromEntries(
        readdirSync(`${root}examples`)
          .map((name) => [`examples/${name}/README.md`, `examples/${name}.md`])
          .filter(([file]) => existsSync(`${root}${file}`)),
      ),
    },
  },
  {
    title: 'Decisions',
    isFolded: true,
    files: { 'docs/decisions/README.md': 'decisions/index.md', ...filesIn('docs/decisions', 'decisions') },
  },
];

/**
 * Writes the Markdown of the site to a folder, with links between its pages. Returns the pages by group.
 *
 * @param {string} folder
 * @param {Group} api Generated pages of the API reference, which are in the folder already.
 * @returns {readonly Group[]}
 */
export function writePages(folder, api) {
  /** @type {Map<string, string>} */
  const paths = new Map();
  const chosen = layout.map(({ title, isFolded = false, files }) => {
    const entries = Object.entries(files).filter(([file]) => !paths.has(file));
    for (const [file, path] of entries) paths.set(file, path);
    return { title, isFolded, entries };
  });
  const groups = chosen.map(({ title, isFolded, entries }) => ({
    title,
    isFolded,
    pages: entries.map(([file, path]) => ({
      ...addPage(folder, path, linked(file, path, paths, folder)),
      source: file,
    })),
  }));
  const notes = addPage(folder, 'release-notes.md', releaseNotes());
  return groups.flatMap((group) => {
    if (group.title !== 'Reference') return [group];
    return [api, { ...group, pages: [...group.pages, notes] }];
  });
}

/**
 * @param {string} folder
 * @param {string} path
 * @param {string} markdown
 * @returns {Page}
 */
function addPage(folder, path, markdown) {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, markdown);
  return { path, title: titleOf(markdown), summary: summaryOf(markdown) };
}

/**
 * Returns a page with its links: to pages of the site, to copied images, and to the repository for all other files.
 *
 * @param {string} file
 * @param {string} path
 * @param {ReadonlyMap<string, string>} paths
 * @param {string} folder
 */
function linked(file, path, paths, folder) {
  /** @param {string} target */
  const relative = (target) => {
    const link = posix.relative(posix.dirname(path), target);
    return link.startsWith('.') ? link : `./${link}`;
  };
  return replaceLinks(readPage(file), file, (target, isImage) => {
    if (isImage) {
      cpSync(`${root}${target}`, join(folder, 'images', posix.basename(target)));
      return relative(`images/${posix.basename(target)}`);
    }
    // On the git host the reference is the reports of the API.
    const page =
      target === 'etc/api' ? 'api/index.md' : (paths.get(target) ?? paths.get(`${target}/README.md`));
    return page === undefined ? addressOf(target, false) : relative(page);
  });
}

/**
 * The pages of a folder, in the given order and then by name.
 *
 * @param {string} folder
 * @param {string} path
 * @param {readonly string[]} order
 * @returns {Record<string, string>}
 */
function filesIn(folder, path, order = []) {
  const names = readdirSync(`${root}${folder}`).filter(
    (name) => name.endsWith('.md') && name !== 'README.md',
  );
  const rank = (/** @type {string} */ name) => (order.includes(name) ? order.indexOf(name) : order.length);
  const sorted = names.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  return Object.fromEntries(sorted.map((name) => [`${folder}/${name}`, posix.join(path, name)]));
}

/** The names of the guides in the order of the table in docs/README.md. */
function orderOfGuides() {
  const index = readFileSync(`${root}docs/README.md`, 'utf8');
  return [...index.matchAll(/\]\(guides\/([\w-]+\.md)\)/g)].map(([, name = '']) => name);
}

/** Returns the changelogs of the packages by version, and the changesets as the next release. */
export function releaseNotes() {
  /** @type {Map<string, string[]>} */
  const next = new Map();
  for (const text of readChangesets()) {
    const [, head = '', body = ''] = /^---\n(.*?)---\n(.*)$/s.exec(text) ?? [];
    const names = folders.filter((name) => head.includes(`@norce-kit/${name}'`));
    const title = names.length === folders.length ? 'All packages' : names.join(', ');
    next.set(title, [...(next.get(title) ?? []), body.trim()]);
  }
  const isFirst = (/** @type {string} */ body) => body.startsWith('The first release');
  // Changes of more packages come first.
  const rank = (/** @type {string} */ title) =>
    title === 'All packages' ? 0 : folders.length - title.split(', ').length;
  const sections = [...next]
    .sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b))
    .map(([title, bodies]) => {
      const sorted = bodies.sort((a, b) => Number(isFirst(b)) - Number(isFirst(a)));
      return `### ${title}\n\n${sorted.join('\n\n')}`;
    });
  const logs = folders
    .map((name) => `${root}packages/${name}/CHANGELOG.md`)
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8').replace(/^#/gm, '##').trim());
  const intro =
    'The four packages have one version number. [Versions](./versions.md) describes what a version promises.';
  return [`# Release notes`, intro, '## Next release', ...sections, ...logs].join('\n\n') + '\n';
}

/** @param {string} folder */
export function emptyFolder(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
