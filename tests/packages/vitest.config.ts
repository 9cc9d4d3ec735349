import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Tests the packed packages, so nothing here resolves to sources.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: {
    name: 'packages',
    include: ['*.test.ts'],
    globalSetup: './pack.ts',
    testTimeout: 300_000,
  },
});
