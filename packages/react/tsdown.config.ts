import { defineConfig } from 'tsdown';
import { library } from '../../scripts/tsdown.mjs';

export default defineConfig({
  ...library,
  entry: [
    'src/index.ts',
    'src/devtools.tsx',
    'src/history.tsx',
    'src/lazy.ts',
    'src/lazy/evidence.ts',
    'src/lazy/gate.ts',
    'src/lazy/newsletter.tsx',
    'src/locales/*.ts',
  ],
  copy: [
    'src/styles.css',
    'src/styles.layered.css',
    'src/devtools.css',
    'src/history.css',
    'src/history.css.d.ts',
    'src/styles.css.d.ts',
    'src/styles.layered.css.d.ts',
    'src/devtools.css.d.ts',
    'src/tokens.json',
    'src/locales/wordings.json',
  ],
});
