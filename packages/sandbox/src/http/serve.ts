import { createAdaptorServer } from '@hono/node-server';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import type { AddressInfo } from 'node:net';
import { createControl } from './control.ts';
import { loadOpenApi } from './openapi.ts';
import { createPage } from './page.ts';
import type { Sandbox } from '../sandbox.ts';
import { createSandbox } from '../sandbox.ts';
import { writeOutcome } from '../network/socket.ts';

/** Where a sandbox is served. */
export interface ServeOptions {
  /** @default a new one with the defaults that holds requests against the OpenAPI document */
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
  const {
    sandbox = createSandbox({ checkRequest: loadOpenApi().checkRequest }),
    port = 4010,
    hostname = '127.0.0.1',
  } = options;
  const server = createAdaptorServer({ fetch: createApp(sandbox).fetch, overrideGlobalObjects: false });
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

function createApp(sandbox: Sandbox): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  // The order service refuses long bodies with its own 400; this keeps absurd ones out of memory.
  app.use(async (c, next) =>
    Number(c.req.header('content-length') ?? 0) > 2 ** 24 ? c.body(null, 413) : next(),
  );
  app.route('/', createPage());
  app.route('/__sandbox', createControl(sandbox));
  app.all('*', async (c) => {
    writeOutcome(await sandbox.respond(c.req.raw), c.env.outgoing);
    return RESPONSE_ALREADY_SENT;
  });
  return app;
}
