import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { defineConfig } from 'tsdown';
import { library } from '../../scripts/tsdown.mjs';

// The types that come along from core, whose sources do not.
const borrowed = 'dist/core/dist/api.gen.d.ts';

export default defineConfig({
  ...library,
  entry: ['src/index.ts', 'src/server.ts', 'src/testing.ts', 'src/cli.ts'],
  deps: { neverBundle: [/^node:/] },
  copy: [{ from: '../core/openapi.yaml', to: 'dist' }],
  hooks: {
    'build:done'() {
      rmSync(`${borrowed}.map`);
      writeFileSync(borrowed, readFileSync(borrowed, 'utf8').replace(/\/\/# sourceMappingURL=.*\n?/, ''));
    },
  },
});
