import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { bundleProcesses, initializePostgres, services } from './programs.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder with the data of an empty PostgreSQL, which each test copies. */
    emptyDatabase: string;
    /** A folder with the bundled processes of the shop. */
    programs: string;
  }
}

export async function setup({ provide }: TestProject): Promise<() => void> {
  const folder = services.postgres === undefined ? '' : initializePostgres(services.postgres);
  provide('emptyDatabase', folder);
  const programs = await bundleProcesses();
  provide('programs', programs);
  return () => {
    for (const created of [folder, programs]) rmSync(created, { recursive: true, force: true });
  };
}
