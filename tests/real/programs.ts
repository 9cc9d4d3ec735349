import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findServices } from '../../scripts/services.mjs';

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
