import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import { parse, stringify } from 'yaml';
import { outsideEnv, start } from '../running.ts';
import type { Running } from '../running.ts';
import { managers, nodePackage, nodes } from './versions.ts';
import type { Manager, Node, PackageManager } from './versions.ts';

type Versions = Readonly<Record<string, string>>;
interface Manifest {
  readonly dependencies: Versions;
  readonly devDependencies?: Versions;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const readJson = async (path: string) => JSON.parse(await readFile(path, 'utf8')) as unknown;

export interface Project {
  readonly folder: string;
  /** Runs a binary of the project and returns its output; an error contains it too. */
  readonly run: (extra: Versions, command: string, ...parameters: string[]) => Promise<string>;
  readonly start: (
    url: string,
    extra: Versions,
    command: string,
    ...parameters: string[]
  ) => Promise<Running>;
  readonly remove: () => Promise<void>;
}

export interface ProjectOptions {
  /** Folder that contains the template. Default: `templates`. */
  readonly from?: string;
  /** Reads the registry anew, for a template with ranges. Default: prefers what is cached. */
  readonly isFresh?: boolean;
  /** Versions other than those of this repository, by package. */
  readonly versions?: Versions;
  /** Default: npm. */
  readonly manager?: Manager;
  /** Default: the oldest that the packages declare. */
  readonly node?: Node;
}

/** Copies a template out of the workspace and installs it with the packed packages. */
export async function createProject(template: string, options: ProjectOptions = {}): Promise<Project> {
  const { from = 'templates', isFresh = false, versions = {}, manager = 'npm', node = nodes[0] } = options;
  const folder = await mkdtemp(join(tmpdir(), `norce-kit-${template}-`));
  const tools = inject('tools');
  const bins = [nodePackage(node), managers[manager].package].map((tool) => String(tools[tool]));
  const PATH = [...bins, join(folder, 'node_modules/.bin'), process.env['PATH']].join(delimiter);
  const own = { ...outsideEnv, PATH };
  const remove = () => rm(folder, { recursive: true, force: true });
  const run = async (extra: Versions, command: string, ...parameters: string[]) => {
    const options = { cwd: folder, env: { ...own, ...extra }, maxBuffer: 2 ** 26 };
    try {
      const { stdout, stderr } = await promisify(execFile)(command, parameters, options);
      return `${stdout}\n${stderr}`;
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      throw new Error(`${command} ${parameters.join(' ')} failed:\n${stdout}\n${stderr}`, { cause: error });
    }
  };
  try {
    // Without what an installation in the repository left.
    const isSource = (path: string) => !/\/(node_modules|dist|\.next|package-lock\.json)$/.test(path);
    await cp(here(`${from}/${template}`), folder, { recursive: true, filter: isSource });
    await writeManifest(folder, versions);
    const { install, env: extra = {} }: PackageManager = managers[manager];
    const [command, ...given] = install;
    const parameters = given.map((one) => (isFresh && one === '--prefer-offline' ? '--prefer-online' : one));
    await run({ YARN_CACHE_FOLDER: inject('yarnCache'), ...extra }, command, ...parameters);
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    folder,
    run,
    start: (url, extra, command, ...parameters) =>
      start([command, ...parameters], { cwd: folder, env: { ...own, ...extra }, url }),
    remove,
  };
}

async function writeManifest(folder: string, overrides: Versions) {
  const path = join(folder, 'package.json');
  const manifest = (await readJson(path)) as Manifest;
  const { devDependencies } = (await readJson(here('../../package.json'))) as Manifest;
  const { catalog } = parse(await readFile(here('../../pnpm-workspace.yaml'), 'utf8')) as {
    catalog: Versions;
  };
  const known: Versions = { ...devDependencies, ...catalog, ...overrides };
  const tarballs = Object.fromEntries(
    Object.entries(inject('tarballs')).map(([name, path]) => [`@norce-kit/${name}`, `file:${path}`]),
  );
  const version = (name: string, asked: string) =>
    tarballs[name] ?? (asked === '*' ? String(known[name]) : asked);
  const pin = (versions: Versions = {}) =>
    Object.fromEntries(Object.entries(versions).map(([name, asked]) => [name, version(name, asked)]));
  const { dependencies, devDependencies: own } = manifest;
  // npm finds core, a dependency of react, in the project. The others would request it from the registry.
  const core = { '@norce-kit/core': tarballs['@norce-kit/core'] };
  await writeFile(
    path,
    JSON.stringify({
      ...manifest,
      dependencies: pin(dependencies),
      devDependencies: pin(own),
      resolutions: core,
    }),
  );
  await writeFile(join(folder, 'pnpm-workspace.yaml'), stringify({ engineStrict: true, overrides: core }));
}
