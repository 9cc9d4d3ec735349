import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { provideTool } from '../../scripts/tools.mjs';
import { freePort, outsideEnv, start } from '../running.ts';
import type { Running } from '../running.ts';
import { hasNginx, startNginx } from './nginx.ts';
import { isAnsweredOverHttp2 } from './send.ts';
import type { Server } from './servers.ts';
import type { Tool } from './versions.ts';
import { tools } from './versions.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

type Env = Readonly<Record<string, string>>;

/** A server that is installed and built. */
export interface Installed {
  /** Starts it, and nginx in front of it if the server has one. Returns its origin. */
  readonly start: (env: Env) => Promise<Running & { readonly origin: string }>;
  readonly remove: () => Promise<void>;
}

/** The server could not be installed: no network, or no such package for this machine. */
export class NotInstalled extends Error {}

/**
 * Installs packed packages, and further ones, into a folder outside of the workspace.
 *
 * @throws NotInstalled when npm cannot.
 */
export async function installPackages(
  folder: string,
  tarballs: Env,
  names: readonly string[],
  further: Env = {},
): Promise<void> {
  const own = names.map((name) => [`@norce-kit/${name}`, `file:${tarballs[name] ?? ''}`]);
  const dependencies = { ...(Object.fromEntries(own) as Env), ...further };
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, type: 'module', dependencies }),
  );
  const options = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await available(() => run('npm', ['install', ...options], folder));
}

/**
 * Copies a recipe out of the workspace, and installs and builds it. Servers without further packages share `base`.
 *
 * @throws NotInstalled when the runtime or a package cannot be installed.
 */
export async function install(server: Server, base: string, tarballs: Env): Promise<Installed> {
  const { runtime, packages, folder: recipe, hasUndici = false, isHttp2 = false, proxy } = server;
  const port = await freePort();
  const folder = await mkdtemp(packages ? join(tmpdir(), `norce-kit-${recipe}-`) : join(base, `${recipe}-`));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const binary = await available(() => Promise.resolve(findBinary(runtime)));
    if (proxy && !hasNginx()) throw new NotInstalled('nginx is not here.');
    for (const name of [recipe, ...(proxy ? ['nginx'] : [])])
      await copy(here(`servers/${name}`), folder, port);
    await copy(here('lib'), join(folder, 'lib'), port);
    if (hasUndici) await cp(here('lib/undici.js'), join(folder, 'lib/transport.js'));
    if (packages) await installPackages(folder, tarballs, ['core', 'server'], packages);
    const bins = [folder, base].map((one) => join(one, 'node_modules/.bin'));
    const path = [...bins, binFolder('node 24'), process.env['PATH']].join(delimiter);
    // A server that is killed leaves its temporary files.
    const env = { PATH: path, PORT: String(port), TMPDIR: folder, ...binary.env };
    const withPort = (parts: readonly string[]) => parts.map((part) => part.replace('3000', String(port)));
    if (server.build) await run('npx', ['--no-install', ...server.build], folder, env);
    if (runtime === 'workerd') await bundleWorkers(folder);
    return {
      remove,
      start: async (further) => {
        const origin = `http://127.0.0.1:${port}`;
        const options = { cwd: folder, url: origin, env: { ...outsideEnv, ...env, ...further } };
        const isAnswered = isHttp2 && !proxy ? { isAnswered: isAnsweredOverHttp2 } : {};
        const app = await start([binary.file, ...withPort(server.start)], { ...options, ...isAnswered });
        if (!proxy) return { ...app, origin };
        const front = await startNginx(folder, isHttp2);
        return {
          origin: front.origin,
          output: () => app.output() + front.output(),
          stop: async () => {
            await front.stop();
            await app.stop();
          },
        };
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function available<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new NotInstalled(String(error), { cause: error });
  }
}

/** Copies a recipe, with a free port instead of 3000. */
async function copy(from: string, to: string, port: number): Promise<void> {
  for (const file of await readdir(from, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const path = join(file.parentPath, file.name);
    const target = join(to, path.slice(from.length));
    await mkdir(join(target, '..'), { recursive: true });
    await writeFile(target, (await readFile(path, 'utf8')).replaceAll('3000', String(port)));
  }
}

async function run(
  command: string,
  parameters: readonly string[],
  cwd: string,
  env: Env = {},
): Promise<void> {
  try {
    await promisify(execFile)(command, parameters, {
      cwd,
      env: { ...outsideEnv, ...env },
      maxBuffer: 2 ** 26,
    });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${parameters.join(' ')} failed:\n${stdout}\n${stderr}`, { cause: error });
  }
}

/** Bundles the Workers of a folder, as Wrangler does. */
async function bundleWorkers(folder: string): Promise<void> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.js') && file !== 'start.js');
  await build({
    entryPoints: files.map((file) => join(folder, file)),
    outdir: join(folder, 'bundles'),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['node:*', 'cloudflare:*'],
    logLevel: 'silent',
  });
}

const binFolder = (tool: Tool) => join(provideTool(tools[tool]), '.bin');

/** Returns the binary of a runtime, and variables that it needs. */
export function findBinary(runtime: Server['runtime']): { readonly file: string; readonly env: Env } {
  if (runtime === 'bun') return { file: findNative(provideTool(tools.bun), '@oven', 'bin/bun'), env: {} };
  if (runtime === 'deno') return { file: findNative(provideTool(tools.deno), '@deno', 'deno'), env: {} };
  if (runtime === 'workerd') {
    return { file: join(binFolder('node 24'), 'node'), env: { MINIFLARE: provideTool(tools.miniflare) } };
  }
  return { file: join(binFolder(runtime), 'node'), env: {} };
}

/** npm may install the binaries for several libraries of C. */
function findNative(modules: string, scope: string, binary: string): string {
  const names = readdirSync(join(modules, scope)).filter((name) => !/musl|android/.test(name));
  const [name = ''] = names.filter((one) => one.includes(process.platform));
  return join(modules, scope, name, binary);
}
