import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { defineConfig } from 'tsdown';
import { library } from '../../scripts/tsdown.mjs';

// The types that come along from core, whose sources do not.
const borrowed = 'dist/core/dist';

export default defineConfig({
  ...library,
  entry: ['src/index.ts', 'src/server.ts', 'src/testing.ts', 'src/cli.ts'],
  deps: { neverBundle: [/^node:/] },
  copy: [{ from: '../core/openapi.yaml', to: 'dist' }],
  hooks: {
    'build:done'() {
      for (const name of readdirSync(borrowed)) {
        const file = `${borrowed}/${name}`;
        if (name.endsWith('.map')) rmSync(file);
        else writeFileSync(file, readFileSync(file, 'utf8').replace(/\/\/# sourceMappingURL=.*\n?/, ''));
      }
    },
  },
});
