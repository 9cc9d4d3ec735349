import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const script = fileURLToPath(import.meta.url);

/** The folders of the published packages. */
export const folders = readdirSync(`${root}packages`);

/** Builds each package into its `dist`. */
export function build() {
  execFileSync(process.execPath, [script], { stdio: ['ignore', 'ignore', 'inherit'] });
}

if (process.argv[1] === script) {
  const { build: bundle } = await import('tsdown');
  for (const name of folders) {
    // The configurations name files relative to their package.
    process.chdir(`${root}packages/${name}`);
    await bundle({ logLevel: 'error' });
    const files = readdirSync('dist', { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((path) => path.endsWith('.d.ts'))) breakBeforeDocstrings(`dist/${file}`);
  }
}

/**
 * Puts each docstring on the line of its declaration. The printer of tsdown ends the line after the docstring of a type
 * literal's member, `a: A; /** Of b. *\/`, and TypeScript then attaches it to no declaration. The source map keeps its lines.
 *
 * @param {string} file
 */
function breakBeforeDocstrings(file) {
  const types = readFileSync(file, 'utf8');
  writeFileSync(file, types.replaceAll(/; (\/\*\*(?:[^*]|\*(?!\/))*\*\/)(\n *)/g, ';$2$1 '));
}
