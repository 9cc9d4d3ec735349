import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import type { codeOfStory, StoryModule } from '../stage/story-code.ts';

/** Files of stories by path, and what writes their code. */
export interface LoadedStories {
  readonly modules: ReadonlyMap<string, StoryModule>;
  readonly codeOf: typeof codeOfStory;
}

/** Packages of this repository resolve to their sources. */
const condition = '@norce-kit/source';

/** Imports files of stories into this process. Node alone does not resolve the packages to their sources. */
export async function loadStories(files: readonly string[]): Promise<LoadedStories> {
  const server = await createServer({
    configFile: false,
    root: fileURLToPath(new URL('../../', import.meta.url)),
    appType: 'custom',
    logLevel: 'error',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
    ssr: {
      resolve: {
        conditions: [condition, 'module', 'node', 'development|production'],
        externalConditions: [condition, 'module', 'node'],
      },
    },
  });
  try {
    const modules = await Promise.all(
      files.map(async (file) => [file, (await server.ssrLoadModule(file)) as StoryModule] as const),
    );
    const { codeOfStory: codeOf } = (await server.ssrLoadModule('.storybook/stage/story-code.ts')) as {
      codeOfStory: typeof codeOfStory;
    };
    return { modules: new Map(modules), codeOf };
  } finally {
    await server.close();
  }
}
