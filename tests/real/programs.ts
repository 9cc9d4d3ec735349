import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findServices } from '../../scripts/services.mjs';
import { bundlePrograms } from '../program-bundle.ts';

/** The programs of this machine; undefined for those that are not installed. */
export const services = findServices();

/** PostgreSQL refuses to run as root. 65534 is a user without rights on Debian. */
export const unprivileged = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** Creates the data of an empty PostgreSQL. Returns their folder. */
export function initializePostgres(programs: string): string {
  const folder = createFolder('postgres-data');
  const parameters = ['--username=norce', '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync'];
  execFileSync(join(programs, 'initdb'), ['--pgdata', join(folder, 'data'), ...parameters], {
    ...unprivileged,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return folder;
}

/** Creates a temporary folder that the servers may write to. */
export function createFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `norce-kit-${name}-`));
  if (unprivileged.uid !== undefined) chownSync(folder, unprivileged.uid, unprivileged.gid);
  return folder;
}

/** Bundles the processes of the shop. Returns the folder. */
export async function bundleProcesses(): Promise<string> {
  const results = fileURLToPath(new URL('../../test-results/', import.meta.url));
  mkdirSync(results, { recursive: true });
  // Inside of the repository, where the packages that are not bundled are found.
  const folder = mkdtempSync(join(results, 'programs-'));
  await bundlePrograms({
    entryPoints: ['handler', 'delivery'].map((name) =>
      fileURLToPath(new URL(`${name}-process.ts`, import.meta.url)),
    ),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    external: ['pg', 'pg-boss'],
  });
  return folder;
}
