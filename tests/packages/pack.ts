import type { TestProject } from 'vitest/node';
import { pack } from '../../scripts/pack.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    tarballs: Readonly<Record<string, string>>;
  }
}

export function setup({ provide }: TestProject): void {
  provide('tarballs', pack());
}
