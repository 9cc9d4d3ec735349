import { consentTable, consentTableSql } from '@norce-kit/server/postgres';
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { provideTool } from '../../scripts/tools.mjs';
import { bundlePrograms } from '../program-bundle.ts';
import { tools } from '../runtimes/versions.ts';
import { createFolder, services } from './programs.ts';
import { startPostgres } from './servers.ts';
import { untilItWorks, urlOf } from './shop.ts';

interface Miniflare {
  readonly ready: Promise<URL>;
  readonly dispose: () => Promise<void>;
}

/** Starts the Worker in workerd. Returns its address. */
async function startWorker(databaseUrl: string): Promise<URL> {
  const folder = createFolder('worker');
  onTestFinished(() => rmSync(folder, { recursive: true }));
  await bundlePrograms({
    entryPoints: [fileURLToPath(new URL('worker-process.ts', import.meta.url))],
    outdir: folder,
    conditions: ['@norce-kit/source', 'workerd'],
    external: ['cloudflare:*', 'pg-native'],
    banner: {
      js: `import { createRequire } from 'node:module'; const require = createRequire('/worker.js');`,
    },
  });
  const load = createRequire(join(provideTool(tools.miniflare), 'start.js'));
  const { Miniflare } = load('miniflare') as { Miniflare: new (options: object) => Miniflare };
  const miniflare = new Miniflare({
    modules: true,
    script: readFileSync(join(folder, 'worker-process.js'), 'utf8'),
    compatibilityDate: '2026-01-01',
    compatibilityFlags: ['nodejs_compat'],
    bindings: { DATABASE_URL: databaseUrl },
    host: '127.0.0.1',
  });
  onTestFinished(() => miniflare.dispose());
  return await miniflare.ready;
}

test.skipIf(!services.postgres)('each request of a Worker writes its rows', async () => {
  const databaseUrl = urlOf((await startPostgres()).port);
  const pool = new pg.Pool({ connectionString: databaseUrl, connectionTimeoutMillis: 2_000 });
  onTestFinished(() => pool.end());
  await untilItWorks(() => pool.query(consentTableSql()));
  const worker = await startWorker(databaseUrl);
  const tick = async (orderId: string, consentId: string) => {
    const path = `/api/norce/api/v0/checkout/orders/${orderId}/consents/${consentId}`;
    const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
    const response = await fetch(new URL(path, worker), {
      method: 'PATCH',
      headers,
      body: '{"checked":true}',
    });
    return response.status;
  };
  for (const consentId of ['a', 'b', 'c']) expect(await tick('o_1', consentId)).toBe(200);
  const orders = Array.from({ length: 12 }, (_, index) => `o_${index % 6}`);
  const answers = await Promise.all(orders.map((orderId, index) => tick(orderId, `d_${index}`)));
  expect(answers).toEqual(orders.map(() => 200));
  const rows = await pool.query<{ count: string }>('select count(*) from consent_log');
  expect(rows.rows[0]?.count).toBe('15');
  expect(await consentTable(pool).lastAnswers('o_1')).toHaveLength(5);
});
