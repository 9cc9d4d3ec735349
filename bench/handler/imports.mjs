import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { summarize } from './statistics.mjs';

const cwd = fileURLToPath(new URL('..', import.meta.url));

/**
 * Milliseconds that a new process needs to import an entry point: wall-clock time, and CPU time, which does not depend
 * on the load of the machine.
 *
 * @param {string} entry
 * @param {number} [runs]
 */
export function measureImport(entry, runs = 11) {
  const program = `
    const [since, used] = [performance.now(), process.cpuUsage()];
    await import('${entry}');
    const { user, system } = process.cpuUsage(used);
    console.log(JSON.stringify({ clock: performance.now() - since, processor: (user + system) / 1_000 }));`;
  const measure = () => {
    const parameters = ['--input-type=module', '--eval', program];
    return JSON.parse(execFileSync(process.execPath, parameters, { cwd, encoding: 'utf8' }));
  };
  const times = Array.from({ length: runs }, measure);
  return {
    clock: summarize(times.map(({ clock }) => clock)),
    processor: summarize(times.map(({ processor }) => processor)),
  };
}
