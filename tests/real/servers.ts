import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { createFolder, services, unprivileged } from './programs.ts';

/** A server that a test may kill. */
export interface Server {
  readonly port: number;
  /** Resolves when it accepts connections. */
  readonly start: () => Promise<void>;
  /** Ends it at once, as a crash does. */
  readonly kill: () => Promise<void>;
}

export const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Returns a port of the loopback address that is free now. */
export async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts a PostgreSQL of its own. Like some hosted ones it confirms commits before they are on disk, by default. */
export async function startPostgres(): Promise<Server> {
  const programs = services.postgres ?? '';
  const folder = createFolder('postgres');
  const data = join(folder, 'data');
  execFileSync('cp', ['-a', join(inject('emptyDatabase'), 'data'), data]);
  const lazy = ['synchronous_commit=off', 'wal_writer_delay=10s', 'wal_writer_flush_after=0'];
  const settings = ['unix_socket_directories=', ...lazy].flatMap((setting) => ['-c', setting]);
  return await startServer(folder, join(programs, 'postgres'), (port) => [
    ...['-D', data, '-h', '127.0.0.1', '-p', String(port)],
    ...settings,
  ]);
}

/** Starts a PgBouncer in front of a PostgreSQL: each transaction of a client may run on another connection. */
export async function startPgBouncer(postgresPort: number): Promise<Server> {
  const folder = createFolder('pgbouncer');
  const file = join(folder, 'pgbouncer.ini');
  return await startServer(folder, services.pgbouncer ?? '', (port) => {
    const text = `[databases]
postgres = host=127.0.0.1 port=${postgresPort} dbname=postgres user=norce

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 4
server_login_retry = 0.1
`;
    writeFileSync(file, text);
    return ['--quiet', file];
  });
}

/** Starts a Valkey, or a Redis, that keeps everything in memory. */
export async function startValkey(): Promise<Server> {
  const folder = createFolder('valkey');
  return await startServer(folder, services.valkey ?? '', (port) => [
    ...['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no', '--dir', folder],
  ]);
}

/** Starts an nginx that shares requests between servers. */
export async function startNginx(upstreams: readonly number[]): Promise<Server> {
  const folder = createFolder('nginx');
  const file = join(folder, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return await startServer(folder, services.nginx ?? '', (port) => {
    const text = `daemon off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
worker_processes 1;
events { worker_connections 1024; }
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  upstream shop {
    ${upstreams.map((upstream) => `server 127.0.0.1:${upstream} max_fails=1 fail_timeout=1s;`).join('\n    ')}
    keepalive 16;
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://shop;
      proxy_http_version 1.1;
      proxy_set_header Connection '';
      proxy_set_header Host $http_host;
    }
  }
}
`;
    writeFileSync(file, text);
    return ['-p', folder, '-e', join(folder, 'error.log'), '-c', file];
  });
}

/** Starts a process of the shop: the handler on a port, with a consent log in PostgreSQL. */
export async function startHandler(settings: Readonly<Record<string, unknown>>): Promise<Server> {
  return await startProgram('handler', settings);
}

/** Starts a process of the shop that hands answers over. It accepts connections once it does. */
export async function startWorker(settings: Readonly<Record<string, unknown>>): Promise<Server> {
  return await startProgram('delivery', settings);
}

async function startProgram(name: string, settings: Readonly<Record<string, unknown>>): Promise<Server> {
  const program = join(inject('programs'), `${name}-process.mjs`);
  return await startServer(createFolder(name), process.execPath, (port) => [
    program,
    JSON.stringify({ ...settings, port }),
  ]);
}

/** Starts a program on a free port, and ends it with the test. */
async function startServer(
  folder: string,
  program: string,
  toArguments: (port: number) => readonly string[],
): Promise<Server> {
  const port = await findPort();
  const parameters = toArguments(port);
  const isNode = program === process.execPath;
  const identity = /postgres|pgbouncer/.test(program) ? unprivileged : {};
  let server: ChildProcess | undefined;
  const kill = async () => {
    if (server?.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  };
  const start = async () => {
    for (let attempt = 0; attempt < 600; attempt++) {
      // PostgreSQL does not start before the last process of a killed one has ended.
      if (!server || server.exitCode !== null || server.signalCode !== null)
        server = spawn(program, parameters, {
          cwd: folder,
          ...identity,
          stdio: ['ignore', 'ignore', isNode ? 'inherit' : 'ignore'],
        });
      await pause(50);
      if (await isListening(port)) return;
    }
    throw new Error(`${program} does not start.`);
  };
  onTestFinished(async () => {
    await kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  });
  await start();
  return { port, start, kill };
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
