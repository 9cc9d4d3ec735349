import { createAdaptorServer } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import type { Sandbox } from './sandbox.ts';
import { createSandbox } from './sandbox.ts';

/** Where a sandbox is served. */
export interface ServeOptions {
  /** @default a new one with the defaults */
  readonly sandbox?: Sandbox;
  /** 0 takes any free port. @default 4010 */
  readonly port?: number;
  /** @default '127.0.0.1' */
  readonly hostname?: string;
}

/** A sandbox behind a real socket. */
export interface SandboxServer {
  /** Base address, without a slash at its end. */
  readonly url: string;
  readonly sandbox: Sandbox;
  /** Cuts all connections and frees the port. */
  readonly close: () => Promise<void>;
}

/** Serves a sandbox over HTTP. Rejects with the system's error, `EADDRINUSE` for one, if the port cannot be had. */
export async function serveSandbox(options: ServeOptions = {}): Promise<SandboxServer> {
  const { sandbox = createSandbox(), port = 4010, hostname = '127.0.0.1' } = options;
  const server = createAdaptorServer({
    fetch: (request) => sandbox.fetch(request),
    overrideGlobalObjects: false,
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, hostname, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  const host = hostname.includes(':') ? `[${hostname}]` : hostname;
  return {
    url: `http://${host}:${taken}`,
    sandbox,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}
