import { createOrderHandler } from '@norce-kit/server';
import { toNodeListener } from '@norce-kit/server/node';
import type { RequestLimiter } from '@norce-kit/server/rate-limit';
import { createRateLimit } from '@norce-kit/server/rate-limit';
import { createSandbox } from '@norce-kit/sandbox';
import { Redis } from 'ioredis';
import Valkey from 'iovalkey';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RateLimiterRedis, RateLimiterValkey } from 'rate-limiter-flexible';
import { createClient } from 'redis';
import { expect, onTestFinished, test } from 'vitest';
import { startCuttingProxy } from './cutting-proxy.ts';
import { services } from './programs.ts';
import { startValkey } from './servers.ts';

const limit = { points: 20, duration: 60 };
/** Those of the guide. */
const settings = {
  maxRetriesPerRequest: 1,
  socketTimeout: 2_000,
  reconnectOnError: ({ message }: Error) => message.startsWith('READONLY'),
};

const clients: Readonly<Record<string, (port: number) => RequestLimiter | Promise<RequestLimiter>>> = {
  ioredis: (port) => {
    const storeClient = new Redis({ port, ...settings });
    storeClient.on('error', () => undefined);
    onTestFinished(() => storeClient.disconnect());
    return new RateLimiterRedis({ storeClient, keyPrefix: 'ioredis', ...limit });
  },
  iovalkey: (port) => {
    const storeClient = new Valkey({ port, ...settings });
    storeClient.on('error', () => undefined);
    onTestFinished(() => storeClient.disconnect());
    return new RateLimiterValkey({ storeClient, keyPrefix: 'iovalkey', ...limit });
  },
  redis: async (port) => {
    const reconnectStrategy = (retries: number) => Math.min(retries * 50, 2_000);
    const storeClient = createClient({
      socket: { port, socketTimeout: 3_000, reconnectStrategy },
      pingInterval: 1_000,
      disableOfflineQueue: true,
    });
    storeClient.on('error', () => undefined);
    await storeClient.connect();
    onTestFinished(() => storeClient.destroy());
    return new RateLimiterRedis({ storeClient, useRedisPackage: true, keyPrefix: 'redis', ...limit });
  },
};

/** Starts a handler that limits clients. Returns the address of an order. */
async function startHandler(limiter: RequestLimiter, onError: (error: unknown) => void): Promise<string> {
  const sandbox = createSandbox();
  const { id } = sandbox.orders.create();
  const handler = createOrderHandler({
    upstream: {
      baseUrl: 'https://api.test',
      apiKey: 'sandbox-key',
      merchant: 'acme',
      channel: 'acme-se',
      fetch: sandbox.fetch,
    },
    authorize: () => true,
    allowMissingOrigin: 'reads',
    // A busy machine delays responses of the store.
    rateLimit: createRateLimit({ perClient: limiter, timeout: 5_000, onError }),
  });
  const server = createServer(toNodeListener(handler)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}/api/norce/api/v0/checkout/orders/${id}`;
}

/** Returns a function that counts a request of one client, and returns the result. */
async function startLimit(name: string, port: number, errors: unknown[]) {
  const limiter = await clients[name]?.(port);
  if (!limiter) throw new Error(name);
  const onError = (error: unknown) => void errors.push(error);
  const scope = { orderId: 'o', operation: 'getOrder' } as const;
  return async () => {
    // After an error each of them leaves the store alone for a while.
    const rateLimit = createRateLimit({ perClient: limiter, timeout: 5_000, onError });
    return await rateLimit(new Request('https://shop.test'), scope, { address: '192.0.2.1' });
  };
}

async function statusesOf(urls: readonly string[]): Promise<readonly number[]> {
  return await Promise.all(urls.map(async (url) => (await fetch(url)).status));
}

// The script of `RateLimiterValkey` needs Valkey. The one of `RateLimiterRedis` runs in both.
const names = services.valkey?.includes('valkey') === true ? Object.keys(clients) : ['ioredis', 'redis'];

test.skipIf(!services.valkey).each(names)(
  'two handlers count together in Valkey or Redis, and accept requests while it is down (%s)',
  async (name) => {
    const valkey = await startValkey();
    const errors: unknown[] = [];
    const start = async () => {
      const limiter = await clients[name]?.(valkey.port);
      if (!limiter) throw new Error(name);
      return await startHandler(limiter, (error) => void errors.push(error));
    };
    const urls = [await start(), await start()];
    const repeated = Array.from({ length: 15 }, () => urls).flat();
    const statuses = await statusesOf(repeated);
    expect(statuses.filter((status) => status === 200)).toHaveLength(20);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
    expect(errors).toEqual([]);
    const { headers } = await fetch(urls[0] ?? '');
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);

    await valkey.kill();
    expect(await statusesOf(urls)).toEqual([200, 200]);
    expect(errors).toHaveLength(2);
    // The store is left alone for a while.
    expect(await statusesOf(repeated)).toEqual(repeated.map(() => 200));
    expect(errors).toHaveLength(2);
  },
);

test.skipIf(!services.valkey).each(names.filter((name) => name !== 'redis'))(
  'clients that stay connected to a primary which became a replica connect again (%s)',
  async (name) => {
    const [first, second] = [await startValkey(), await startValkey()];
    let primary = first;
    const proxy = await startCuttingProxy(() => primary.port);
    const errors: unknown[] = [];
    const ask = await startLimit(name, proxy.port, errors);
    expect(await ask()).toBe(true);

    const admin = new Redis({ port: first.port });
    onTestFinished(() => admin.disconnect());
    await admin.replicaof('127.0.0.1', String(second.port));
    primary = second;
    expect(await ask()).toBe(true);
    expect(errors).toHaveLength(1);
    await expect.poll(ask, { timeout: 60_000 }).not.toBe(true);
  },
);

test.skipIf(!services.valkey).each(names)(
  'clients of a store whose host vanishes connect to its successor (%s)',
  async (name) => {
    const [first, second] = [await startValkey(), await startValkey()];
    let primary = first;
    const proxy = await startCuttingProxy(() => primary.port);
    const ask = await startLimit(name, proxy.port, []);
    expect(await ask()).toBe(true);
    primary = second;
    proxy.silence();
    await expect.poll(ask, { timeout: 60_000 }).not.toBe(true);
  },
);
