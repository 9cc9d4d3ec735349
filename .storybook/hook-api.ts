import type { Plugin } from 'vite';
import { readHookApi } from '../scripts/hook-api.mjs';

const resolved = '\0virtual:hook-api';

/** Provides the members of hooks and types, read from their sources, as `virtual:hook-api`. */
export function hookApi(): Plugin {
  return {
    name: 'norce-kit-hook-api',
    resolveId: (id) => (id === 'virtual:hook-api' ? resolved : undefined),
    load: (id) => (id === resolved ? `export default ${JSON.stringify(readHookApi())}` : undefined),
  };
}
