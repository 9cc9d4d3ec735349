// A Worker of a shop, with the consent log that the guide shows.
import type { LoggedConsentAnswer } from '@norce-kit/server';
import { createOrderHandler } from '@norce-kit/server';
import { consentTable } from '@norce-kit/server/postgres';
import { Pool } from 'pg';

interface Env {
  readonly DATABASE_URL: string;
}

const createHandler = ({ DATABASE_URL: connectionString }: Env) =>
  createOrderHandler({
    upstream: {
      baseUrl: 'https://api.test',
      apiKey: 'key',
      merchant: 'acme',
      channel: 'acme-se',
      fetch: () => Promise.resolve(new Response()),
    },
    authorize: () => true,
    consentLog: {
      secret: 'a-secret-for-hashes-of-thirty-two-bytes',
      awaited: true,
      writeAll: async (answers: readonly LoggedConsentAnswer[]) => {
        const pool = new Pool({ connectionString, connectionTimeoutMillis: 2_000 });
        try {
          await consentTable(pool).writeAll(answers);
        } finally {
          await pool.end();
        }
      },
    },
  });

let handler: ReturnType<typeof createHandler> | undefined;

export default {
  fetch: (request: Request, env: Env, context: unknown) =>
    (handler ??= createHandler(env))(request, env, context),
};
