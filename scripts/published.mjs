import { existsSync, statSync } from 'node:fs';
import { replaceLinks } from './markdown.mjs';
import { repository, withRepository } from './repository.mjs';

const source = '@norce-kit/source';

/**
 * Returns the manifest for the registry: without the export condition for sources, with the address of the repository.
 *
 * @param {Record<string, any>} manifest
 * @param {string} name
 */
export function toPublished(manifest, name) {
  const entries = Object.entries(manifest['exports']).map(([path, target]) => [path, withoutSource(target)]);
  const directory = `packages/${name}`;
  return {
    ...manifest,
    exports: Object.fromEntries(entries),
    files: [...manifest['files'], 'AGENTS.md', 'docs'],
    // npm compares this with the repository that publishes.
    repository: { type: 'git', url: `git+${repository}.git`, directory },
    homepage: `${repository}/blob/HEAD/${directory}/README.md`,
    bugs: `${repository}/issues`,
  };
}

/**
 * Makes the relative links of a page absolute, because a registry shows the page without the other files.
 *
 * @param {string} markdown
 * @param {string} file Path of the page from the root of the repository.
 */
export function withAbsoluteLinks(markdown, file) {
  return replaceLinks(withRepository(markdown), file, addressOf);
}

/**
 * Returns the address of a file or folder of the repository on its host.
 *
 * @param {string} path From the root of the repository.
 * @param {boolean} isImage
 */
export function addressOf(path, isImage) {
  const file = new URL(`../${path}`, import.meta.url);
  if (!existsSync(file)) throw new Error(`A page links to ${path}, which does not exist.`);
  const view = isImage ? 'raw' : statSync(file).isDirectory() ? 'tree' : 'blob';
  return `${repository}/${view}/HEAD/${path}`;
}

/** @param {null | string | Record<string, string | null>} target */
function withoutSource(target) {
  if (target === null || typeof target === 'string') return target;
  const { [source]: _, ...rest } = target;
  return rest;
}
