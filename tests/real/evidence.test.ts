import { serveSandbox } from '@norce-kit/sandbox/server';
import { hashConsentAnswer } from '@norce-kit/server';
import { consentTable, consentTableSql } from '@norce-kit/server/postgres';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { services } from './programs.ts';
import { startPostgres } from './servers.ts';
import { untilItWorks, urlOf } from './shop.ts';

const secret = 'a-secret-for-hashes-of-thirty-two-bytes';

test.skipIf(!services.postgres)('HI2: the command flags a row that was changed in the database', async () => {
  const postgres = await startPostgres();
  const pool = new pg.Pool({ connectionString: urlOf(postgres.port), connectionTimeoutMillis: 2_000 });
  onTestFinished(() => pool.end());
  await untilItWorks(() => pool.query(consentTableSql()));
  const { url, sandbox, close } = await serveSandbox({ port: 0 });
  onTestFinished(close);
  const { id: orderId } = sandbox.orders.create();
  const log = consentTable(pool);
  for (const [sequence, checked] of [true, false].entries()) {
    const time = `2026-01-0${sequence + 1}T10:00:00.000Z`;
    const facts = { id: `${sequence}`, orderId, consentId: 'ci_newsletter', checked, time };
    const answer = { ...facts, pageId: 'p', sequence, correlationId: 'c' };
    await log.writeAll([{ ...answer, hash: await hashConsentAnswer(secret, answer) }]);
  }
  const run = async () => {
    const bin = fileURLToPath(new URL('../../packages/server/bin/norce-server.js', import.meta.url));
    // The sandbox of this process responds while the command runs.
    const child = spawn(process.execPath, ['--conditions=@norce-kit/source', bin, 'evidence', orderId], {
      env: {
        ...process.env,
        NORCE_BASE_URL: url,
        NORCE_API_KEY: 'sandbox-key',
        NORCE_MERCHANT: 'acme',
        NORCE_CHANNEL: 'acme-se',
        DATABASE_URL: urlOf(postgres.port),
        CONSENT_LOG_SECRET: secret,
      },
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise((resolve) => child.once('close', resolve));
    return { code, output };
  };
  const intact = await run();
  expect(intact.output).toContain(
    '  agreed\n    server   2026-01-01T10:00:00.000Z\n    row      unchanged\n  withdrew',
  );
  expect(intact.code).toBe(0);
  await pool.query("update consent_log set checked = true where id = '1'");
  const changed = await run();
  expect(changed.output).toContain('row      CHANGED AFTER IT WAS WRITTEN');
  expect(changed.code).toBe(2);
});
