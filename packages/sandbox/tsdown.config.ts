import { defineConfig } from 'tsdown';
import { library } from '../../scripts/tsdown.mjs';

export default defineConfig({
  ...library,
  entry: ['src/index.ts', 'src/server.ts', 'src/testing.ts', 'src/cli.ts'],
  deps: { neverBundle: [/^node:/] },
  copy: [{ from: '../core/openapi.yaml', to: 'dist' }],
});
