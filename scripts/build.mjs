import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The folders of the published packages. */
export const folders = readdirSync(`${root}packages`);

/** Builds each package into its `dist`. */
export function build() {
  for (const name of folders) {
    execFileSync(process.execPath, [`${root}node_modules/tsdown/dist/run.mjs`, '--log-level', 'error'], {
      cwd: `${root}packages/${name}`,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) build();
