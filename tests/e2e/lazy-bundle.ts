import { fileURLToPath } from 'node:url';
import type { PageProps } from './lazy-page/page.tsx';

const root = fileURLToPath(new URL('../..', import.meta.url));

// The built packages, as a shop loads them: `node scripts/packages.mjs` makes them. E2E_SOURCE=1 takes the sources instead,
// and E2E_REACT=18 the older version of React.
const source = process.env['E2E_SOURCE'] === '1' ? ['@norce-kit/source'] : [];
const home = process.env['E2E_REACT'] === '18' ? `${root}tests/react18` : root;

/** A file of the built page. */
export interface Chunk {
  readonly code: string;
  readonly isEngine: boolean;
}

/** Builds a file of the page with Vite, as a shop does. Returns its files by path. */
async function bundle(
  file: string,
  { isServer = false, hasPreloads = true } = {},
): Promise<ReadonlyMap<string, Chunk>> {
  const conditions = [...source, 'module', isServer ? 'node' : 'browser', 'production'];
  const { build } = await import('vite');
  const result = await build({
    configFile: false,
    logLevel: 'error',
    root: home,
    // The folder of a test is part of the address.
    base: './',
    resolve: { conditions, dedupe: ['react', 'react-dom', '@tanstack/react-query'] },
    ssr: { noExternal: true, resolve: { conditions } },
    ...(isServer && { define: { 'process.env.NODE_ENV': '"production"' } }),
    build: {
      write: false,
      ssr: isServer,
      ...(!hasPreloads && { modulePreload: false }),
      rolldownOptions: {
        input: `${root}tests/e2e/lazy-page/${file}`,
        output: { entryFileNames: '[name].js', ...(isServer && { codeSplitting: false }) },
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
  /** The files with the preloads of Vite, and without. */
  readonly withPreloads: ReadonlyMap<string, Chunk>;
  readonly plain: ReadonlyMap<string, Chunk>;
  readonly renderPage: (props: Omit<PageProps, 'client'>) => string;
}

/** Builds the page for the browser in both ways, and for the server. */
export async function bundleAll(): Promise<Bundles> {
  const server = (await bundle('server.tsx', { isServer: true })).get('/server.js')?.code ?? '';
  const { renderPage } = (await import(`data:text/javascript,${encodeURIComponent(server)}`)) as Bundles;
  const withPreloads = await bundle('client.tsx');
  return { withPreloads, plain: await bundle('client.tsx', { hasPreloads: false }), renderPage };
}
