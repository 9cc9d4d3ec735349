import type { StorybookConfig } from '@storybook/react-vite';
import remarkGfm from 'remark-gfm';

const config: StorybookConfig = {
  stories: ['../stories/**/*.mdx', '../stories/**/*.stories.tsx'],
  addons: [
    {
      name: '@storybook/addon-docs',
      // MDX by itself knows no tables.
      options: { mdxPluginOptions: { mdxCompileOptions: { remarkPlugins: [remarkGfm] } } },
    },
    '@storybook/addon-a11y',
    '@storybook/addon-vitest',
  ],
  framework: { name: '@storybook/react-vite', options: {} },
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  typescript: {
    // Reads the types as the compiler does, those that a component inherits and composes too.
    reactDocgen: 'react-docgen-typescript',
    reactDocgenTypescriptOptions: {
      tsconfigPath: 'packages/react/tsconfig.json',
      // What HTML gives is not for these pages to tell.
      propFilter: ({ parent }) => !/node_modules/.test(parent?.fileName ?? ''),
      shouldExtractLiteralValuesFromEnum: true,
      include: ['packages/react/src/components/**/*.tsx', 'packages/react/src/provider.tsx'],
    },
  },
  viteFinal: (vite) => ({
    ...vite,
    // Relative, so that a built Storybook works from any folder.
    base: './',
    resolve: {
      ...vite.resolve,
      conditions: ['@norce-kit/source', 'module', 'browser', 'development|production'],
    },
  }),
};

export default config;
