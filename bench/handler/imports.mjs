import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { summarize } from './statistics.mjs';

const cwd = fileURLToPath(new URL('..', import.meta.url));

/** Milliseconds that importing a door takes a process that has just started. @param {string} door @param {number} [runs] */
export function measureImport(door, runs = 11) {
  const program = `const since = performance.now(); await import('${door}'); console.log(performance.now() - since);`;
  const measure = () =>
    Number(
      execFileSync(process.execPath, ['--input-type=module', '--eval', program], { cwd, encoding: 'utf8' }),
    );
  return summarize(Array.from({ length: runs }, measure));
}
