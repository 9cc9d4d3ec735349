import { createOrderAdmin } from '@norce-kit/core/admin';
import type { OrderEnvironment } from '@norce-kit/core/admin';
import { createSandbox } from '@norce-kit/sandbox';
import type { Sandbox } from '@norce-kit/sandbox';
import { createOrderHandler, orderCookie } from '@norce-kit/server';
import type { Upstream } from '@norce-kit/server';

const { env } = process;
// Next.js bundles pages and routes separately, so they share the sandbox on globalThis.
const shared = globalThis as { norceSandbox?: Sandbox; norceSecret?: string };
const hasKey = Boolean(env['NORCE_API_KEY']);

/** The order API with your key. Without a key: a sandbox in this process, which forgets its orders when it stops. */
const upstream: Upstream = hasKey
  ? {
      slug: env['NORCE_SLUG'] ?? '',
      environment: (env['NORCE_ENVIRONMENT'] ?? 'playground') as OrderEnvironment,
      apiKey: env['NORCE_API_KEY'] ?? '',
      merchant: env['NORCE_MERCHANT'] ?? '',
      channel: env['NORCE_CHANNEL'] ?? '',
    }
  : {
      baseUrl: 'https://sandbox.invalid',
      fetch: (shared.norceSandbox ??= createSandbox()).fetch,
      apiKey: 'sandbox-key',
      merchant: 'acme',
      channel: 'acme-se',
    };

/** Decides which order a browser may read and change. With a key it needs COOKIE_SECRET. */
export const cookie = orderCookie({
  secret: env['COOKIE_SECRET'] ?? (hasKey ? '' : (shared.norceSecret ??= crypto.randomUUID())),
  insecureForDevelopment: env.NODE_ENV !== 'production',
});

/** Forwards the permitted requests of a browser to the order API. */
export const handler = createOrderHandler({ upstream, authorize: cookie });

/** The order API with the key, for the code of this server. */
export const admin = createOrderAdmin(upstream);
