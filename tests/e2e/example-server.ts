import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { bundlePrograms } from '../program-bundle.ts';

/** The start command of each example, on a free port. */
const commands = {
  express: async () => [await (bundled ??= bundleExpress())],
  nextjs: () => ['node_modules/next/dist/bin/next', 'start', '--hostname', '127.0.0.1', '--port', '0'],
};

export type Example = keyof typeof commands;

let bundled: Promise<string> | undefined;

/** Bundles the server of examples/express. Returns the file. */
async function bundleExpress(): Promise<string> {
  const main = new URL('../../examples/express/server/main.ts', import.meta.url);
  const outfile = fileURLToPath(new URL('../../test-results/express-server.mjs', import.meta.url));
  await bundlePrograms({
    entryPoints: [fileURLToPath(main)],
    outfile,
    // The server finds the built page beside its sources.
    define: { 'import.meta.url': JSON.stringify(main.href) },
  });
  return outfile;
}

export interface ExampleServer {
  readonly url: string;
  /** Its output so far. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

/** Starts an example in its own process, configured by `env` only. */
export async function startExample(
  example: Example,
  env: Readonly<Record<string, string>> = {},
): Promise<ExampleServer> {
  const server = spawn(process.execPath, await commands[example](), {
    cwd: fileURLToPath(new URL(`../../examples/${example}`, import.meta.url)),
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      ...env,
    },
  });
  const ended = once(server, 'close');
  const stop = async () => {
    // Before Node 26 a server that gets SIGTERM waits for connections that Chromium opened in advance and never used.
    server.kill('SIGKILL');
    await ended;
  };
  let output = '';
  const url = new Promise<string>((resolve, reject) => {
    for (const stream of [server.stdout, server.stderr]) {
      stream.on('data', (text) => {
        output += String(text);
        const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(output) ?? [];
        if (found !== undefined) resolve(found);
      });
    }
    const fail = (what: string) => reject(new Error(`The example "${example}" ${what}:\n${output}`));
    ended.then(() => fail('ended'), reject);
    setTimeout(() => fail('prints no address'), 120_000).unref();
  });
  try {
    return { url: await url, output: () => output, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
