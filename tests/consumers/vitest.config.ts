import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Installs from the registry, builds with four tools and opens a browser: minutes, so it is a run of its own.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: {
    name: 'consumers',
    include: ['*.test.ts'],
    globalSetup: './setup.ts',
    testTimeout: 600_000,
    hookTimeout: 60_000,
  },
});
