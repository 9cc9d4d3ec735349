import { readFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
/** @type {string} */
const declared = manifest.repository.url.replace(/^git\+|\.git$/g, '');

/** The address of the repository: from the environment of its workflow, or from `repository` in the root manifest. */
export const repository = findRepository();

/** @param {string} address */
const pathOf = (address) => new URL(address).pathname.slice(1);

/**
 * Replaces the declared address of the repository in a text, also in links that open it in an online sandbox.
 *
 * @param {string} text
 */
export function withRepository(text) {
  return text
    .replaceAll(declared, repository)
    .replaceAll(`/github/${pathOf(declared)}/`, `/github/${pathOf(repository)}/`);
}

function findRepository() {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY } = process.env;
  return GITHUB_SERVER_URL && GITHUB_REPOSITORY ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}` : declared;
}
