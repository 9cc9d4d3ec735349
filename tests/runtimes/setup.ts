import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { findTarballs, pack } from '../../scripts/pack.mjs';
import { freePort, outsideEnv, start } from '../running.ts';
import { findBinary, installPackages } from './project.ts';
import { apiKey } from './secrets.ts';

declare module 'vitest' {
  interface ProvidedContext {
    tarballs: Readonly<Record<string, string>>;
    /** Folder with the packed packages installed. */
    base: string;
    /** Origin of the packed sandbox. */
    sandbox: string;
  }
}

/** Packs the packages, installs them outside of the workspace, and starts the sandbox of the installation. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const tarballs = process.env['TARBALLS'] === 'kept' ? findTarballs() : pack();
  const base = await mkdtemp(join(tmpdir(), 'norce-kit-runtimes-'));
  await installPackages(base, tarballs, ['core', 'server', 'sandbox']);
  const port = await freePort();
  const cli = join(base, 'node_modules/@norce-kit/sandbox/dist/cli.js');
  const command = [findBinary('node 24').file, cli, '--port', String(port), '--key', apiKey] as const;
  const sandbox = await start(command, { cwd: base, env: outsideEnv, url: `http://127.0.0.1:${port}` });
  provide('tarballs', tarballs);
  provide('base', base);
  provide('sandbox', `http://127.0.0.1:${port}`);
  return async () => {
    await sandbox.stop();
    await rm(base, { recursive: true, force: true });
  };
}
