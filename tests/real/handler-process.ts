// A process of a shop, as servers of a shop run it. Its settings are its argument, as JSON.
import { createOrderHandler } from '@norce-kit/server';
import { toNodeListener, undiciTransport } from '@norce-kit/server/node';
import { consentTable } from '@norce-kit/server/postgres';
import { createServer } from 'node:http';
import pg from 'pg';
import type { ShopSettings } from './shop.ts';

const { port, apiUrl, databaseUrl, secret } = JSON.parse(process.argv[2] ?? '') as ShopSettings & {
  readonly port: number;
};
const pool = new pg.Pool({ connectionString: databaseUrl, connectionTimeoutMillis: 1_000 });
const handler = createOrderHandler({
  upstream: {
    baseUrl: apiUrl,
    apiKey: 'sandbox-key',
    merchant: 'acme',
    channel: 'acme-se',
    transport: undiciTransport(),
  },
  authorize: () => true,
  consentLog: { secret, awaited: true, ...consentTable(pool, { timeout: 1_000 }) },
  hookTimeout: 3_000,
});
createServer(toNodeListener(handler)).listen(port, '127.0.0.1');
