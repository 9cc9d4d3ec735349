import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
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
  }
}
