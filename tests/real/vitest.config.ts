import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = '@norce-kit/source';

// Tests against real servers. They are started on free ports of the loopback address, with data in a temporary folder.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  ssr: {
    resolve: { conditions: [source, 'module', 'node'], externalConditions: [source, 'module', 'node'] },
  },
  test: {
    name: 'real',
    include: ['*.test.ts'],
    globalSetup: './setup.ts',
    setupFiles: ['../setup.ts'],
    // They kill servers, so one runs at a time.
    fileParallelism: false,
    testTimeout: 1_200_000,
    hookTimeout: 120_000,
  },
});
