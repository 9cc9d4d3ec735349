import { fileURLToPath } from 'node:url';
import type { PageProps } from './lazy-page/page.tsx';
import { importForServer } from './page-bundle.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

// The built packages, as a shop loads them: `node scripts/packages.mjs` makes them. E2E_SOURCE=1 takes the sources instead,
// and E2E_REACT=18 the older version of React.
const source = process.env['E2E_SOURCE'] === '1' ? ['@norce-kit/source'] : [];
const react = process.env['E2E_REACT'] === '18' ? 18 : 19;

/** A file of the built page. */
export interface Chunk {
  readonly code: string;
  readonly isEngine: boolean;
}

/** Builds the script of the page with Vite, as a shop does. Returns its files by path. */
async function bundle(hasPreloads: boolean): Promise<ReadonlyMap<string, Chunk>> {
  const { build } = await import('vite');
  const result = await build({
    configFile: false,
    logLevel: 'error',
    root: react === 18 ? `${root}tests/react18` : root,
    // The folder of a test is part of the address.
    base: './',
    resolve: {
      conditions: [...source, 'module', 'browser', 'production'],
      dedupe: ['react', 'react-dom', '@tanstack/react-query'],
    },
    build: {
      write: false,
      ...(!hasPreloads && { modulePreload: false }),
      rolldownOptions: {
        input: `${root}tests/e2e/lazy-page/client.tsx`,
        output: { entryFileNames: '[name].js' },
      },
    },
  });
  if (!('output' in result)) throw new Error('Nothing was built.');
  return new Map(
    result.output.flatMap((one) =>
      one.type === 'chunk'
        ? [
            [
              `/${one.fileName}`,
              { code: one.code, isEngine: one.isDynamicEntry && one.name.startsWith('engine') },
            ],
          ]
        : [],
    ),
  );
}

export interface Bundles {
  /** Returns the files with the preloads of Vite, or without. Builds them when they are used first. */
  readonly chunksFor: (hasPreloads: boolean) => Promise<ReadonlyMap<string, Chunk>>;
  readonly renderPage: (props: Omit<PageProps, 'client'>) => string;
}

/** Builds the page for the server, and for the browser in two ways. */
export async function bundleAll(): Promise<Bundles> {
  const { renderPage } = await importForServer<Pick<Bundles, 'renderPage'>>('lazy-page/server.tsx', {
    react,
    conditions: source,
  });
  const built = new Map<boolean, Promise<ReadonlyMap<string, Chunk>>>();
  const chunksFor = (hasPreloads: boolean) => {
    const chunks = built.get(hasPreloads) ?? bundle(hasPreloads);
    built.set(hasPreloads, chunks);
    return chunks;
  };
  return { chunksFor, renderPage };
}
