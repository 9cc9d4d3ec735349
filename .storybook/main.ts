import reactDocgenTypescript from '@joshwooding/vite-plugin-react-docgen-typescript';
import type { StorybookConfig } from '@storybook/react-vite';
import remarkGfm from 'remark-gfm';
import type { IndexEntry, Manifests } from 'storybook/internal/types';
import { docsMarkdown } from './docs-markdown.ts';
import { hookApi } from './hook-api.ts';
import { inSentenceCase } from './sentence-case.ts';

/** A preset that the type of Storybook's configuration leaves out. */
interface ManifestPreset {
  readonly experimental_manifests: (
    manifests: Manifests | undefined,
    options: { readonly manifestEntries: readonly IndexEntry[] },
  ) => Promise<Manifests>;
}

/** Adds the props of components to their modules, for the tables of props. */
const propTables = () =>
  reactDocgenTypescript({
    tsconfigPath: 'packages/react/tsconfig.json',
    // Leaves out the props of HTML elements, and members that exist in types only.
    propFilter: ({ name, parent }) => !name.startsWith('__@') && !/node_modules/.test(parent?.fileName ?? ''),
    shouldExtractLiteralValuesFromEnum: true,
    // The format of default values that Storybook expects.
    savePropValueAsString: true,
    include: ['components/**/*.tsx', 'history.tsx', 'provider.tsx'].map(
      (file) => `packages/react/src/${file}`,
    ),
  });

const config: StorybookConfig & ManifestPreset = {
  stories: ['../stories/**/*.mdx', '../stories/**/*.stories.tsx'],
  addons: [
    {
      name: '@storybook/addon-docs',
      // MDX parses tables only with the GFM plugin.
      options: { mdxPluginOptions: { mdxCompileOptions: { remarkPlugins: [remarkGfm] } } },
    },
    '@storybook/addon-a11y',
    '@storybook/addon-vitest',
  ],
  // Names in the sidebar and the search, as those that stories set themselves.
  experimental_indexers: (indexers = []) =>
    indexers.map((indexer) => ({
      ...indexer,
      createIndex: async (file, options) =>
        (await indexer.createIndex(file, options)).map((entry) => ({
          ...entry,
          ...(entry.name !== undefined && { name: inSentenceCase(entry.name) }),
        })),
    })),
  // Downloads of the page of the tokens.
  staticDirs: [
    { from: './downloads', to: '/' },
    { from: '../packages/react/src/tokens.json', to: '/tokens.json' },
  ],
  framework: { name: '@storybook/react-vite', options: {} },
  // `manifests/components.json`: the components, their props and their stories for coding agents.
  features: { componentsManifest: true },
  experimental_manifests: async (manifests = {}, { manifestEntries }) => {
    const { writeManifests } = await import('./manifest/components-manifest.ts');
    return writeManifests(manifests, manifestEntries);
  },
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  // The plugin below reads the props. Storybook's own option would also compile everything that the stories import, for
  // parts of its manifests that `writeManifests` replaces.
  typescript: { reactDocgen: false },
  viteFinal: (vite) => ({
    ...vite,
    plugins: [...(vite.plugins ?? []), propTables(), docsMarkdown(), hookApi()],
    // Relative URLs, so a built Storybook works from any folder.
    base: './',
    resolve: {
      ...vite.resolve,
      conditions: ['@norce-kit/source', 'module', 'browser', 'development|production'],
    },
  }),
};

export default config;
