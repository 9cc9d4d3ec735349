import { readFileSync } from 'node:fs';
import { posix } from 'node:path';

const source = '@norce-kit/source';

/** The address of the repository: from the environment of its workflow, or from `repository` in the root manifest. */
export const repository = findRepository();

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
    // npm compares this with the repository that publishes.
    repository: { type: 'git', url: `git+${repository}.git`, directory },
    homepage: `${repository}/blob/HEAD/${directory}/README.md`,
    bugs: `${repository}/issues`,
  };
}

/**
 * Makes the relative links of a Markdown page absolute, because a registry shows the page without the other files.
 *
 * @param {string} markdown
 * @param {string} folder
 */
export function withAbsoluteLinks(markdown, folder) {
  return markdown.replace(/(!?)(\[[^\]]*\])\((?![a-z]+:|#)([^)\s]+)\)/g, (_, image, text, path) => {
    const view = image === '' ? 'blob' : 'raw';
    return `${image}${text}(${repository}/${view}/HEAD/${posix.join(folder, path)})`;
  });
}

/** @param {null | string | Record<string, string | null>} target */
function withoutSource(target) {
  if (target === null || typeof target === 'string') return target;
  const { [source]: _, ...rest } = target;
  return rest;
}

function findRepository() {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY } = process.env;
  if (GITHUB_SERVER_URL && GITHUB_REPOSITORY) return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}`;
  const { repository } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return repository.url.replace(/^git\+|\.git$/g, '');
}
