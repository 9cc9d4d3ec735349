// A worker of a shop that hands answers over. Its settings are its argument, as JSON.
import { createOrderAdmin } from '@norce-kit/core/admin';
import { createConsentDelivery, pgBossStore } from '@norce-kit/server/delivery';
import { createServer } from 'node:http';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import type { WorkerSettings } from './receiver.ts';

const settings = JSON.parse(process.argv[2] ?? '') as WorkerSettings;
// A clock that jumps by hours, forward and back.
const realNow = Date.now;
let offset = 0;
setInterval(() => (offset = (Math.random() - 0.5) * 86_400_000), 200);
Date.now = () => Math.round(realNow() + offset);

const pool = new pg.Pool({
  connectionString: settings.databaseUrl,
  connectionTimeoutMillis: 1_000,
  max: 12,
});
const boss = new PgBoss({
  connectionString: settings.databaseUrl,
  max: 3,
  superviseIntervalSeconds: 1,
  monitorIntervalSeconds: 1,
});
boss.on('error', () => undefined);
const admin = createOrderAdmin({
  baseUrl: settings.apiUrl,
  apiKey: 'sandbox-key',
  merchant: 'acme',
  channel: 'acme-se',
});

for (let isStarted = false; !isStarted;)
  isStarted = await boss.start().then(
    () => true,
    () => false,
  );
createConsentDelivery({
  store: pgBossStore({ boss, pool, retryDelay: 0, expire: 3, attempts: 1_000, timeout: 1_000 }),
  admin,
  timeout: 1_000,
  concurrency: 8,
  interval: 50,
  pollInterval: 300,
  pollLimit: 1_000,
  deliver: async (answer, { signal }) => {
    const { order: _, ...body } = answer;
    const request = { method: 'POST', body: JSON.stringify(body), signal };
    const response = await fetch(settings.receiverUrl, request);
    if (!response.ok) throw new Error('not received');
  },
}).start();
createServer().listen(settings.port, '127.0.0.1');
