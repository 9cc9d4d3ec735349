import { createAdaptorServer } from '@hono/node-server';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import type { AddressInfo } from 'node:net';
import { writeOutcome } from '../network/socket.ts';
import type { Sandbox } from '../sandbox.ts';
import { createSandbox } from '../sandbox.ts';
import { createControl } from './control.ts';
import { createPage } from './page.ts';

/** Options of `serveSandbox`. */
export interface ServeOptions {
  /** The sandbox to serve. @default a new one */
  readonly sandbox?: Sandbox | undefined;
  /** Port to listen on; 0 takes any free port. @default 4010 */
  readonly port?: number | undefined;
  /** Address to listen on. @default '127.0.0.1' */
  readonly hostname?: string | undefined;
}

/** A sandbox that is served over HTTP. */
export interface SandboxServer {
  /** Base address without a trailing slash. */
  readonly url: string;
  /** The served sandbox. */
  readonly sandbox: Sandbox;
  /** Closes all connections and frees the port. Does nothing if it was called before. */
  readonly close: () => Promise<void>;
}

/**
 * Serves a sandbox over HTTP, with its page at `/`. Rejects with the error of the system if it cannot listen, for
 * example with the code `EADDRINUSE`.
 *
 * @example
 * const { url, sandbox, close } = await serveSandbox({ port: 0 });
 * sandbox.orders.create({ id: 'o_1' });
 * await fetch(`${url}/__sandbox/orders/o_1`);
 * await close();
 */
export async function serveSandbox(options: ServeOptions = {}): Promise<SandboxServer> {
  const { sandbox = createSandbox(), port = 4010, hostname = '127.0.0.1' } = options;
  const server = createAdaptorServer({ fetch: createApp(sandbox).fetch, overrideGlobalObjects: false });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, hostname, resolve);
  });
  const address = server.address() as AddressInfo;
  const host = hostname.includes(':') ? `[${hostname}]` : hostname;
  return {
    url: `http://${host}:${address.port}`,
    sandbox,
    close: () =>
      new Promise((resolve) => {
        // Its only error is that the server was closed before.
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

function createApp(sandbox: Sandbox): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.route('/', createPage());
  app.route('/__sandbox', createControl(sandbox));
  app.all('*', async (c) => {
    writeOutcome(await sandbox.respond(await withinMemory(c.req.raw, sandbox)), c.env.outgoing);
    return RESPONSE_ALREADY_SENT;
  });
  return app;
}

/** Discards a body that is far above the limit, and replaces it by a smaller one that the sandbox refuses too. */
async function withinMemory(request: Request, { settings: { bodyLimit } }: Sandbox): Promise<Request> {
  const length = Number(request.headers.get('content-length') ?? 0);
  if (length <= 4 * bodyLimit) return request;
  // A response that is sent before the body was read resets the connection.
  await request.body?.pipeTo(new WritableStream()).catch(() => undefined);
  const { url, method, headers } = request;
  return new Request(url, { method, headers, body: ' '.repeat(bodyLimit + 1) });
}
