import { defineConfig } from 'tsdown';
import { library } from '../../scripts/tsdown.mjs';

// One file for each entry point and one for what they share: a serverless function pays for every file it opens.
export default defineConfig({ ...library, entry: ['src/index.ts', 'src/node.ts'], unbundle: false });
