import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig, defineProject } from 'vitest/config';
import type { TestProjectInlineConfiguration } from 'vitest/config';
import { headlessShell } from './scripts/chromium.mjs';

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
type ProjectConfig = TestProjectInlineConfiguration['test'];

const setupFiles = [path('./tests/setup.ts')];
// These files change modules of other files, measure the heap of their process, or count what is left on a document.
const alone = ['packages/core/src/{http-old-safari,http-memory.slow}.test.ts'];
const aloneInDocument =
  '{gate-model.slow,lifecycle.slow,model.slow,evidence-model.slow,host-model.slow,lazy-model.slow}.test.tsx';
// Each test of these files loads the modules anew, and leaves a page that listens to the window.
const lazyEntry = '{lazy,lazy-boxes,lazy-failures,lazy-gate,lazy-starter,lazy-tabs,lazy-transcript}.test.tsx';
// React 18 runs the files about rendering, hydration, events, effects, refs, suspense, errors and ids. These are about texts and
// markup, warnings in development, records, requests and reads, which do not depend on the version of React.
// `npm run test:react18` runs all files.
const withoutReact18 =
  process.env['REACT18_FILES'] === 'all'
    ? []
    : [
        '**/{transcripts,devtools,history,network,refusals,outdated}.test.tsx',
        '**/components/{consent-checkbox-words,consent-preferences,newsletter-consent,objection-consent,terms-consent}.test.tsx',
        '**/components/parts/safe-href.test.ts',
        '**/{client,dev,locales}/*.test.tsx',
        '**/order/{evidence,mutation-defaults,mutation-options,order-reads,previous-page,tab-sync}.test.tsx',
      ];
// Since Node 25 its own `localStorage`, which is undefined without a file, hides that of jsdom. Node 20 does not know the option.
const withoutStorage = '--no-experimental-webstorage';
const component = {
  ...patience,
  environment: 'jsdom',
  execArgv: process.allowedNodeEnvironmentFlags.has(withoutStorage) ? [withoutStorage] : [],
  // One document and one import of everything per worker, not per file: less than half the CPU time.
  isolate: false,
  setupFiles: [...setupFiles, path('./tests/setup-dom.ts')],
};

/** Component tests on the React of the workspace. */
const react19 = (name: string, test: ProjectConfig) =>
  defineProject({
    plugins: [react()],
    resolve,
    ssr,
    test: { ...component, env: { REACT_MAJOR: '19' }, name, ...test },
  });

/** The same files on React 18, with everything that imports React taken from `tests/react18`. */
const react18 = (name: string, test: ProjectConfig) =>
  defineProject({
    plugins: [react()],
    root: path('./tests/react18'),
    resolve: {
      ...resolve,
      dedupe: [
        'react',
        'react-dom',
        '@conform-to/react',
        '@tanstack/react-form',
        '@tanstack/react-query',
        '@tanstack/react-query-persist-client',
        '@testing-library/react',
        '@testing-library/dom',
        'formik',
        'react-hook-form',
      ],
    },
    ssr,
    test: {
      ...component,
      env: { REACT_MAJOR: '18' },
      dir: path('./packages/react/src'),
      name,
      ...test,
    },
  });

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
            // Of all packages, so that the compiler runs once.
            include: ['packages/core/src/*.test-d.ts', 'packages/react/src/*.test-d.tsx'],
            tsconfig: path('./tests/types/tsconfig.json'),
            checker: path('./node_modules/typescript-7/bin/tsc'),
          },
        },
      },
      { resolve, ssr, test: { name: 'alone', environment: 'node', ...patience, include: alone, setupFiles } },
      react19('react', {
        include: ['packages/react/src/**/*.test.{ts,tsx}', 'tests/transcripts/*.test.tsx'],
        exclude: [`**/${aloneInDocument}`, `**/${lazyEntry}`],
      }),
      react19('react-lazy', { include: [`packages/react/src/${lazyEntry}`] }),
      react19('react-alone', { include: [`packages/react/src/${aloneInDocument}`], isolate: true }),
      react18('react18', {
        include: ['**/*.test.{ts,tsx}'],
        exclude: [`**/${aloneInDocument}`, `**/${lazyEntry}`, ...withoutReact18],
      }),
      react18('react18-lazy', { include: [lazyEntry] }),
      react18('react18-alone', { include: [aloneInDocument], isolate: true }),
      {
        plugins: [
          storybookTest({ configDir: path('./.storybook') }),
          // The plugin above replaces `include` by the stories. These tests compose stories themselves.
          { name: 'story-tests', config: () => ({ test: { include: ['tests/stories/*.test.ts'] } }) },
        ],
        resolve,
        test: {
          name: 'stories',
          ...patience,
          setupFiles: [path('./tests/setup-stories.ts')],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: headlessShell() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
