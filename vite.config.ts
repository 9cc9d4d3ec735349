import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { chromium } from './scripts/chromium.mjs';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

// Packages of this repository resolve to their sources, so that no test needs a build first.
const source = '@norce-kit/source';
const resolve = { conditions: [source, 'module', 'browser', 'development|production'] };
const ssr = {
  resolve: {
    conditions: [source, 'module', 'node', 'development|production'],
    externalConditions: [source, 'module', 'node'],
  },
};
// Long timeouts, because a busy machine may be many times slower than an idle one.
const patience = { testTimeout: 300_000, hookTimeout: 300_000, expect: { poll: { timeout: 60_000 } } };
const setupFiles = [path('./tests/setup.ts')];
// These files change modules of other files, or measure the heap of their process.
const alone = ['packages/core/src/{http-old-safari,http-memory.slow}.test.ts'];
const component = {
  ...patience,
  environment: 'jsdom',
  // One document and one import of everything per worker, not per file: less than half the CPU time.
  isolate: false,
  setupFiles: [...setupFiles, path('./tests/setup-dom.ts')],
};

export default defineConfig({
  resolve,
  ssr,
  test: {
    // The default leaves one processor free, which is half of two.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'node',
          environment: 'node',
          isolate: false,
          ...patience,
          include: ['packages/{core,server,sandbox}/src/**/*.test.ts', 'tests/*.test.ts'],
          exclude: alone,
          setupFiles,
          typecheck: {
            enabled: true,
            include: ['packages/core/src/*.test-d.ts'],
            tsconfig: path('./tests/types/tsconfig.json'),
          },
        },
      },
      { resolve, ssr, test: { name: 'alone', environment: 'node', ...patience, include: alone, setupFiles } },
      {
        plugins: [react()],
        resolve,
        ssr,
        test: {
          name: 'react',
          ...component,
          env: { REACT_MAJOR: '19' },
          include: ['packages/react/src/**/*.test.{ts,tsx}'],
          typecheck: {
            enabled: true,
            include: ['packages/react/src/*.test-d.tsx'],
            tsconfig: path('./tests/types/tsconfig.json'),
          },
        },
      },
      {
        plugins: [react()],
        root: path('./tests/react18'),
        resolve: {
          ...resolve,
          dedupe: [
            'react',
            'react-dom',
            '@tanstack/react-query',
            '@testing-library/react',
            '@testing-library/dom',
            'react-hook-form',
          ],
        },
        ssr,
        test: {
          name: 'react18',
          ...component,
          env: { REACT_MAJOR: '18' },
          dir: path('./packages/react/src'),
          include: ['**/*.test.{ts,tsx}'],
        },
      },
      {
        plugins: [storybookTest({ configDir: path('./.storybook') })],
        resolve,
        test: {
          name: 'stories',
          ...patience,
          setupFiles: [path('./tests/setup-stories.ts')],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromium() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
