import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { onTestFinished } from 'vitest';

/** Point of a transaction at which a connection is cut. */
export type Cut = 'before the commit' | 'after the commit';

/** A TCP proxy in front of PostgreSQL, or another server. */
export interface CuttingProxy {
  readonly port: number;
  /** Cuts the connection of the next commit: the commit is lost, or its response is. */
  readonly cutNext: (cut: Cut) => void;
  /** Number of connections that were cut. */
  readonly cuts: () => number;
  /** Leaves the present connections open without passing anything on, as a host that vanishes does. */
  readonly silence: () => void;
}

/** The message `Query` of the protocol of PostgreSQL, with the text `commit`. */
const commit = 'commit\0';

/** Starts a proxy until the test is over. `target` returns the port for each new connection. */
export async function startCuttingProxy(target: () => number): Promise<CuttingProxy> {
  const planned: Cut[] = [];
  const sockets = new Set<Socket>();
  let cuts = 0;
  let silences = 0;
  const proxy = createServer((client) => {
    const server = connect(target(), '127.0.0.1');
    let isResponseLost = false;
    const before = silences;
    const isSilent = () => silences > before;
    const end = () => {
      client.destroy();
      server.destroy();
    };
    const cut = () => {
      cuts++;
      end();
    };
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', end).on('close', () => {
        sockets.delete(socket);
        end();
      });
    }
    client.on('data', (chunk: Buffer) => {
      if (isSilent()) return;
      const next = chunk.includes(commit) ? planned.shift() : undefined;
      isResponseLost = next === 'after the commit';
      if (next === 'before the commit') cut();
      else server.write(chunk);
    });
    server.on('data', (chunk: Buffer) => {
      if (isSilent()) return;
      if (isResponseLost) cut();
      else client.write(chunk);
    });
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
    await once(proxy, 'close');
  });
  const { port } = proxy.address() as AddressInfo;
  return {
    port,
    cutNext: (cut) => void planned.push(cut),
    cuts: () => cuts,
    silence: () => void silences++,
  };
}
