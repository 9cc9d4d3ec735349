import { execFile, spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'yaml';

type Versions = Readonly<Record<string, string>>;
interface Manifest {
  readonly dependencies: Versions;
  readonly devDependencies?: Versions;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const readJson = async (path: string) => JSON.parse(await readFile(path, 'utf8')) as unknown;

/** What a project of somebody else has around it: nothing of this repository, no source condition, no key. */
const env = Object.fromEntries(
  Object.entries({ ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_OPTIONS: '', CI: '1' }).filter(
    ([name]) => !/^(npm_|VITE|NODE_ENV$|TEST$)/.test(name),
  ),
);

export interface Project {
  readonly folder: string;
  /** Runs a binary of the project to its end; what it wrote is in the error if it fails. */
  readonly run: (extra: Versions, command: string, ...parameters: string[]) => Promise<void>;
  readonly start: (
    url: string,
    extra: Versions,
    command: string,
    ...parameters: string[]
  ) => Promise<Running>;
  readonly remove: () => Promise<void>;
}

export interface Running {
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

/** Copies a template out of the workspace and installs it as its owner would, with the packed packages. */
export async function createProject(
  template: string,
  tarballs: Readonly<Record<string, string>>,
  overrides: Versions = {},
): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), `norce-kit-${template}-`));
  await cp(here(`templates/${template}`), folder, { recursive: true });
  await writeManifest(folder, tarballs, overrides);
  const run = async (extra: Versions, command: string, ...parameters: string[]) => {
    await promisify(execFile)(command, parameters, {
      cwd: folder,
      env: { ...env, ...extra, PATH: `${folder}/node_modules/.bin:${process.env['PATH'] ?? ''}` },
      maxBuffer: 2 ** 26,
    }).catch((error: unknown) => {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      throw new Error(`${command} ${parameters.join(' ')} failed:\n${stdout}\n${stderr}`, { cause: error });
    });
  };
  await run(
    {},
    'npm',
    'install',
    '--prefer-offline',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  );
  return {
    folder,
    run,
    start: (url, extra, command, ...parameters) => start(folder, url, extra, command, parameters),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function writeManifest(
  folder: string,
  tarballs: Readonly<Record<string, string>>,
  overrides: Versions,
) {
  const path = join(folder, 'package.json');
  const manifest = (await readJson(path)) as Manifest;
  const { devDependencies } = (await readJson(here('../../package.json'))) as Manifest;
  const { catalog } = parse(await readFile(here('../../pnpm-workspace.yaml'), 'utf8')) as {
    catalog: Versions;
  };
  const known: Versions = { ...devDependencies, ...catalog, ...overrides };
  const version = (name: string, asked: string) => {
    const tarball = tarballs[name.replace('@norce-kit/', '')];
    if (name.startsWith('@norce-kit/')) return `file:${resolve(String(tarball))}`;
    return asked === '*' ? String(known[name]) : asked;
  };
  const pin = (versions: Versions = {}) =>
    Object.fromEntries(Object.entries(versions).map(([name, asked]) => [name, version(name, asked)]));
  const { dependencies, devDependencies: own } = manifest;
  await writeFile(
    path,
    JSON.stringify({ ...manifest, dependencies: pin(dependencies), devDependencies: pin(own) }),
  );
}

/** Starts a server of the project and waits until it answers. */
async function start(
  cwd: string,
  url: string,
  extra: Versions,
  command: string,
  parameters: readonly string[],
): Promise<Running> {
  const binary = command === 'node' ? process.execPath : join(cwd, 'node_modules/.bin', command);
  // A group of its own, since some of these start further processes.
  const child = spawn(binary, parameters, {
    cwd,
    env: { ...env, ...extra },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
  const end = new Promise((resolve) => child.on('close', resolve));
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const stop = async () => {
    if (!hasEnded() && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await end;
  };
  const patience = AbortSignal.timeout(60_000);
  for (;;) {
    if (await isAnswered(url)) return { output: () => output, stop };
    if (hasEnded() || patience.aborted) {
      await stop();
      throw new Error(`${command} does not answer:\n${output}`);
    }
    await delay(100);
  }
}

const isAnswered = (url: string) =>
  fetch(url, { redirect: 'manual' }).then(
    async (response) => (await response.body?.cancel(), true),
    () => false,
  );

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
