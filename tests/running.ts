import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface Running {
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

/** The environment of an external project: nothing of this repository, no source condition, no key. */
export const outsideEnv: Readonly<Record<string, string | undefined>> = Object.fromEntries(
  Object.entries({ ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_OPTIONS: '', CI: '1' }).filter(
    ([name]) => !/^(npm_|VITE|NODE_ENV$|TEST$)/.test(name),
  ),
);

export interface StartOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Address that responds as soon as the server is ready. */
  readonly url: string;
  /**
   * Returns whether a server responds.
   * @default a request over HTTP/1.1
   */
  readonly isAnswered?: (url: string) => Promise<boolean>;
}

/** Starts a server and waits until it responds. */
export async function start(
  [command, ...parameters]: readonly [string, ...string[]],
  { cwd, env, url, isAnswered = isFetched }: StartOptions,
): Promise<Running> {
  // Its own process group, because some of these start further processes.
  const child = spawn(command, parameters, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
  const end = new Promise<void>((resolve) => {
    child.on('close', () => resolve());
    child.on('error', (error) => {
      output += error.message;
      resolve();
    });
  });
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
  const stop = async () => {
    if (!hasEnded() && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await end;
  };
  const patience = AbortSignal.timeout(300_000);
  for (;;) {
    if (await isAnswered(url)) return { output: () => output, stop };
    if (hasEnded() || patience.aborted) {
      await stop();
      throw new Error(`${command} does not answer at ${url}:\n${output}`);
    }
    await delay(100);
  }
}

const isFetched = (url: string) =>
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
