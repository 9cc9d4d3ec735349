import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';

/** Listens on the loopback address, on the first free port from the given one. */
export async function listen(server: Server, port: number): Promise<number> {
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return listen(server, port + 1);
    throw error;
  }
}
