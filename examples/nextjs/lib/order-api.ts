import { randomBytes } from 'node:crypto';
import type { OrderEnvironment } from '@norce-kit/core/admin';
import { createSandbox } from '@norce-kit/sandbox';
import type { Sandbox } from '@norce-kit/sandbox';
import type { Upstream } from '@norce-kit/server';

// Next.js bundles pages and route handlers separately, so shared memory must be on globalThis.
const shared = globalThis as { norceSandbox?: Sandbox; norceCookieSecret?: string };

/** Signs the order cookie. With a random secret, a restart of the server ends every checkout. */
export const cookieSecret: string =
  process.env['COOKIE_SECRET'] ?? (shared.norceCookieSecret ??= randomBytes(32).toString('base64'));

/** The order API from the environment or, without an account, a sandbox in this process. */
export const upstream: Upstream = chooseUpstream(process.env);

function chooseUpstream(env: NodeJS.ProcessEnv): Upstream {
  const { NORCE_SLUG: slug = '', NORCE_API_KEY: apiKey = '', NORCE_BASE_URL: baseUrl } = env;
  if (slug === '' && apiKey === '') return sandboxUpstream();
  const credentials = { apiKey, merchant: env['NORCE_MERCHANT'] ?? '', channel: env['NORCE_CHANNEL'] ?? '' };
  if (baseUrl !== undefined) return { baseUrl, ...credentials };
  // createOrderHandler rejects missing and invalid values.
  return {
    slug,
    environment: (env['NORCE_ENVIRONMENT'] ?? 'playground') as OrderEnvironment,
    ...credentials,
  };
}

function sandboxUpstream(): Upstream {
  const { fetch } = (shared.norceSandbox ??= createSandbox());
  const credentials = { apiKey: 'sandbox-key', merchant: 'acme', channel: 'acme-se' };
  return { baseUrl: 'https://sandbox.invalid', fetch, ...credentials };
}
