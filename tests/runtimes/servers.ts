import type { Tool } from './versions.ts';

/** A check that a server cannot keep, and the reason. The guide lists both. */
export type Differences = Readonly<Record<string, string>>;

export interface Server {
  readonly name: string;
  /** Folder below `servers`, with the recipe that the guide shows. */
  readonly folder: string;
  readonly runtime: Exclude<Tool, 'miniflare'> | 'workerd';
  /** Exact versions of packages besides those of this repository. */
  readonly packages?: Readonly<Record<string, string>>;
  /** Command after the binary of the runtime. */
  readonly start: readonly string[];
  /** Command that builds the server. */
  readonly build?: readonly string[];
  /** Sends upstream requests through `undiciTransport()`. */
  readonly hasUndici?: boolean;
  /** nginx in front of it. */
  readonly proxy?: { readonly path: string };
  /** Browsers reach it over HTTP/2. */
  readonly isHttp2?: boolean;
  readonly differs?: Differences;
  /** Receives hostile requests. */
  readonly isFuzzed?: boolean;
  /** Part of the selection in `npm test`. */
  readonly isShort?: boolean;
}

const next = {
  'the own origin is accepted without Sec-Fetch-Site':
    'the route sees the address that the server listens on: without `Sec-Fetch-Site`, pages need their origin in `trustedOrigins`',
  'malformed ids are no error of the server':
    'it responds 500 to a path with malformed escapes, before the route runs',
  'a slash at the end is accepted':
    'it redirects a path with a slash at the end, unless `skipTrailingSlashRedirect` is set',
};
const wholeBody = (reason: string) => ({
  'a body in chunks that never ends is 413 at the limit': reason,
  'a body that stops is 408, not a reset connection': reason,
  'a body in chunks that stops is 408': reason,
});
const lambda = wholeBody('Lambda reads a body to its end before the function runs');

const lateBody =
  'it reads a body before it passes it on, and closes a connection whose body is late (`client_body_timeout`) without a response';
const nginx = wholeBody(lateBody);

const node = { folder: 'node', start: ['server.js'] } as const;
const deno = {
  folder: 'deno',
  runtime: 'deno',
  start: ['run', '--allow-all', '--quiet', '--node-modules-dir=manual', 'server.js'],
} as const;

export const servers: readonly Server[] = [
  { name: 'Node 22', ...node, runtime: 'node 22' },
  { name: 'Node 24', ...node, runtime: 'node 24', isShort: true, isFuzzed: true },
  { name: 'Node 24 with undiciTransport', ...node, runtime: 'node 24', hasUndici: true },
  { name: 'Node 26', ...node, runtime: 'node 26' },
  { name: 'Node with HTTP/2', ...node, folder: 'node-http2', runtime: 'node 24', isHttp2: true },
  {
    name: 'Workers',
    folder: 'workers',
    runtime: 'workerd',
    start: ['start.js'],
    isShort: true,
    isFuzzed: true,
    differs: {
      'a malformed Host is refused without an error':
        'workerd itself responds 500 to a malformed `Host`, before the Worker runs',
    },
  },
  { name: 'Bun', folder: 'bun', runtime: 'bun', start: ['server.js'], isShort: true, isFuzzed: true },
  {
    name: 'Deno',
    ...deno,
    isFuzzed: true,
    differs: {
      'a validation whose connection breaks is sent once':
        'its `fetch` sends a POST again if the order API closes a kept connection, so a validation may be registered twice',
    },
  },
  { name: 'Deno with undiciTransport', ...deno, hasUndici: true },
  {
    name: 'Express 4',
    folder: 'express',
    runtime: 'node 24',
    packages: { express: '4.22.3' },
    start: ['server.js'],
  },
  {
    name: 'Express 5',
    folder: 'express',
    runtime: 'node 24',
    packages: { express: '5.3.0' },
    start: ['server.js'],
  },
  {
    name: 'Fastify',
    folder: 'fastify',
    runtime: 'node 24',
    packages: { fastify: '5.12.8' },
    start: ['server.js'],
  },
  {
    name: 'NestJS',
    folder: 'nestjs',
    runtime: 'node 24',
    packages: {
      '@nestjs/common': '12.5.1',
      '@nestjs/core': '12.5.1',
      '@nestjs/platform-express': '12.5.1',
      'reflect-metadata': '0.2.2',
      rxjs: '7.8.2',
    },
    start: ['server.js'],
  },
  {
    name: 'hapi',
    folder: 'hapi',
    runtime: 'node 24',
    packages: { '@hapi/hapi': '21.4.10' },
    start: ['server.js'],
  },
  { name: 'Koa', folder: 'koa', runtime: 'node 24', packages: { koa: '3.3.0' }, start: ['server.js'] },
  {
    name: 'Hono',
    folder: 'hono',
    runtime: 'node 24',
    packages: { hono: '4.13.19', '@hono/node-server': '2.1.9' },
    start: ['server.js'],
  },
  { name: 'h3 1', folder: 'h3-1', runtime: 'node 24', packages: { h3: '1.15.11' }, start: ['server.js'] },
  { name: 'h3 2', folder: 'h3', runtime: 'node 24', packages: { h3: '2.0.8' }, start: ['server.js'] },
  {
    name: 'Nitro 2',
    folder: 'nitro',
    runtime: 'node 24',
    packages: { nitropack: '2.13.6', h3: '1.15.11' },
    build: ['nitropack', 'build'],
    start: ['.output/server/index.mjs'],
    differs: {
      'a malformed Host is refused without an error':
        '`toWebRequest` responds 500 to a malformed `Host`, before the handler runs',
    },
  },
  {
    name: 'React Router',
    folder: 'react-router',
    runtime: 'node 24',
    packages: {
      '@react-router/dev': '7.18.4',
      '@react-router/node': '7.18.4',
      '@react-router/serve': '7.18.4',
      isbot: '5.2.3',
      react: '19.3.1',
      'react-dom': '19.3.1',
      'react-router': '7.18.4',
      vite: '8.3.8',
    },
    build: ['react-router', 'build'],
    start: ['node_modules/@react-router/serve/bin.js', 'build/server/index.js'],
    differs: {
      'a malformed Host is refused without an error':
        '`react-router-serve` itself responds 500 to a malformed `Host`, before the route runs',
    },
  },
  {
    name: 'Next.js',
    folder: 'nextjs',
    runtime: 'node 24',
    packages: { next: '16.4.6', react: '19.3.1', 'react-dom': '19.3.1' },
    build: ['next', 'build'],
    start: ['node_modules/next/dist/bin/next', 'start', '--port', '3000'],
    differs: next,
  },
  {
    name: 'Next.js, edge',
    folder: 'nextjs-edge',
    runtime: 'node 24',
    packages: { next: '16.4.6', react: '19.3.1', 'react-dom': '19.3.1' },
    build: ['next', 'build'],
    start: ['node_modules/next/dist/bin/next', 'start', '--port', '3000'],
    differs: {
      ...next,
      ...wholeBody('it reads a body to its end, without a limit of time, before the route runs'),
    },
  },
  {
    name: 'AWS Lambda',
    folder: 'lambda',
    runtime: 'node 24',
    packages: { express: '5.3.0', 'serverless-http': '4.0.0' },
    start: ['lib/lambda-start.js'],
    differs: lambda,
  },
  {
    name: 'AWS Lambda, codegenie',
    folder: 'lambda-codegenie',
    runtime: 'node 24',
    packages: { express: '5.3.0', '@codegenie/serverless-express': '4.17.1' },
    start: ['lib/lambda-start.js'],
    differs: lambda,
  },
  { name: 'nginx', ...node, runtime: 'node 24', proxy: { path: '/api/norce' }, differs: nginx },
  {
    name: 'nginx with a rewriting path',
    ...node,
    runtime: 'node 24',
    proxy: { path: '/shop/api/norce' },
    differs: nginx,
  },
  {
    name: 'nginx with HTTP/2',
    ...node,
    runtime: 'node 24',
    proxy: { path: '/api/norce' },
    isHttp2: true,
  },
];

/** `short`, or a pattern of the names of the servers to run. */
const { RUNTIMES = '' } = process.env;

/** The servers that this run tests. */
export const chosenServers: readonly Server[] = servers.filter(({ name, isShort = false }) =>
  RUNTIMES === 'short' ? isShort : new RegExp(RUNTIMES).test(name),
);
if (chosenServers.length === 0) throw new Error(`RUNTIMES names none of the servers: ${RUNTIMES}`);
