import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { initializePostgres, services } from './programs.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder with the data of an empty PostgreSQL, which each test copies. */
    emptyDatabase: string;
  }
}

export function setup({ provide }: TestProject): () => void {
  const folder = services.postgres === undefined ? '' : initializePostgres(services.postgres);
  provide('emptyDatabase', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
