import { defineConfig } from 'tsdown';
import { library } from '../../scripts/tsdown.mjs';

export default defineConfig({
  ...library,
  entry: ['src/index.ts', 'src/admin.ts', 'src/public-errors.ts', 'src/forwarding.ts', 'src/history.ts'],
});
