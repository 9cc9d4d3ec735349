import type { OrderEnvironment } from '@norce-kit/core/admin';
import { createSandbox } from '@norce-kit/sandbox';
import type { Upstream } from '@norce-kit/server';
import { undiciTransport } from '@norce-kit/server/node';

/** The order API from the environment or, without an account, a sandbox in this process. */
export function chooseUpstream(env: NodeJS.ProcessEnv): Upstream {
  const { NORCE_SLUG: slug = '', NORCE_API_KEY: apiKey = '', NORCE_BASE_URL: baseUrl } = env;
  if (slug === '' && apiKey === '') {
    const { fetch } = createSandbox();
    const credentials = { apiKey: 'sandbox-key', merchant: 'acme', channel: 'acme-se' };
    return { baseUrl: 'https://sandbox.invalid', fetch, ...credentials };
  }
  const access = {
    apiKey,
    merchant: env['NORCE_MERCHANT'] ?? '',
    channel: env['NORCE_CHANNEL'] ?? '',
    transport: undiciTransport(),
  };
  if (baseUrl !== undefined) return { baseUrl, ...access };
  // createOrderHandler rejects missing and invalid values.
  return { slug, environment: (env['NORCE_ENVIRONMENT'] ?? 'playground') as OrderEnvironment, ...access };
}
