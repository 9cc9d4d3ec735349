import { OptionDefaults } from 'typedoc';

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  name: 'norce-kit',
  tsconfig: 'docs/tsconfig.json',
  entryPoints: [
    'packages/core/src/index.ts',
    'packages/core/src/admin.ts',
    'packages/react/src/index.ts',
    'packages/react/src/devtools.tsx',
    'packages/react/src/locales/sv.ts',
    'packages/server/src/index.ts',
    'packages/server/src/node.ts',
    'packages/server/src/postgres.ts',
    'packages/server/src/rate-limit.ts',
    'packages/sandbox/src/index.ts',
    'packages/sandbox/src/server.ts',
    'packages/sandbox/src/testing.ts',
  ],
  out: 'docs/api',
  readme: 'none',
  excludeExternals: true,
  disableSources: true,
  skipErrorChecking: true,
  // The tag that openapi-typescript writes.
  blockTags: [...OptionDefaults.blockTags, '@description'],
  // The tag that Knip reads.
  modifierTags: [...OptionDefaults.modifierTags, '@alias'],
  excludeTags: [...OptionDefaults.excludeTags, '@alias'],
  treatWarningsAsErrors: true,
  validation: { notExported: false, invalidLink: true, notDocumented: false },
};
