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
  /** Cuts connections at any message of a client: before it, or its response. Silences some. */
  readonly disturb: (random: () => number) => void;
  /** Ends what `disturb` started, and the connections that are silent. */
  readonly heal: () => void;
}

/** Parts of the messages of a client at which its connection is cut, loses the response or falls silent. */
const shares = { cut: 0.02, lost: 0.04, silent: 0.005 };

/** The message `Query` of the protocol of PostgreSQL, with the text `commit`. */
const commit = 'commit\0';

/** Starts a proxy until the test is over. `target` returns the port for each new connection. */
export async function startCuttingProxy(target: () => number): Promise<CuttingProxy> {
  const planned: Cut[] = [];
  const sockets = new Set<Socket>();
  let cuts = 0;
  let silences = 0;
  let random: (() => number) | undefined;
  const proxy = createServer((client) => {
    const server = connect(target(), '127.0.0.1');
    let isResponseLost = false;
    const before = silences;
    let isAlone = false;
    const isSilent = () => isAlone || silences > before;
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
      const luck = random?.() ?? 1;
      isAlone = luck >= 1 - shares.silent && random !== undefined;
      isResponseLost = next === 'after the commit' || (luck >= shares.cut && luck < shares.cut + shares.lost);
      if (next === 'before the commit' || luck < shares.cut) cut();
      else if (!isAlone) server.write(chunk);
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
    disturb: (given) => void (random = given),
    heal: () => {
      random = undefined;
      for (const socket of sockets) socket.destroy();
    },
  };
}
