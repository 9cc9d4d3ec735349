import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// A separate run: it installs from the registry, builds with several tools and opens a browser, which takes minutes.
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
