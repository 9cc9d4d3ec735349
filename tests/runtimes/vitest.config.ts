import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = '@norce-kit/source';

// A separate run: it installs runtimes and servers from the registry, which takes minutes.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  ssr: {
    resolve: {
      conditions: [source, 'module', 'node', 'development|production'],
      externalConditions: [source, 'module', 'node'],
    },
  },
  test: {
    name: 'runtimes',
    include: ['*.test.ts'],
    globalSetup: './setup.ts',
    // A selection of servers may have none for a file.
    passWithNoTests: true,
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
