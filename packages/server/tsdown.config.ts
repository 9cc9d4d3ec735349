import { defineConfig } from 'tsdown';
import { library } from '../../scripts/tsdown.mjs';

// One file for each entry point and one for what they share: a serverless function pays for every file it opens.
const entry = ['index', 'cli', 'delivery', 'node', 'postgres', 'rate-limit'].map((name) => `src/${name}.ts`);

export default defineConfig({ ...library, entry, unbundle: false });
