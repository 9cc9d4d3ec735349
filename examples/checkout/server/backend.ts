import type { OrderAdmin, OrderEnvironment } from '@norce-kit/core/admin';
import { createSandbox } from '@norce-kit/sandbox';
import type { Sandbox } from '@norce-kit/sandbox';
import type { Upstream } from '@norce-kit/server';
import { demoOrder, demoShipping } from './demo-order.ts';

/** The order API of this shop. */
export interface Backend {
  /** Its name on the page. */
  readonly name: string;
  /** Its address and key. Both stay on the server. */
  readonly upstream: Upstream;
  /** Creates an order for a new shopper and returns its id. */
  readonly startOrder: (admin: OrderAdmin) => Promise<string>;
  readonly sandbox?: Sandbox;
}

const required = ['NORCE_SLUG', 'NORCE_API_KEY', 'NORCE_MERCHANT', 'NORCE_CHANNEL'] as const;
const optional = ['NORCE_ENVIRONMENT', 'NORCE_ORDER_ID'] as const;

/** The sandbox, unless the environment names a Norce account. */
export function chooseBackend(env: NodeJS.ProcessEnv): Backend {
  const { NORCE_SLUG: slug, NORCE_API_KEY: apiKey, NORCE_MERCHANT: merchant, NORCE_CHANNEL: channel } = env;
  if (slug && apiKey && merchant && channel) {
    // createOrderAdmin rejects any other value with a message of its own.
    const environment = (env['NORCE_ENVIRONMENT'] ?? 'playground') as OrderEnvironment;
    const orderId = env['NORCE_ORDER_ID'];
    return {
      name: `${slug}, ${environment}`,
      upstream: { slug, environment, apiKey, merchant, channel },
      startOrder: async (admin) => orderId ?? (await admin.createOrder(demoOrder)).id,
    };
  }
  const given = [...required, ...optional].filter((name) => env[name]);
  if (given.length === 0) return sandboxBackend();
  const missing = required.filter((name) => !env[name]);
  throw new TypeError(
    `The real order API needs ${missing.join(', ')} as well. ` +
      `Set ${missing.length === 1 ? 'it' : 'them'}, or unset ${given.join(', ')} to use the sandbox.`,
  );
}

/** An order API in the memory of this process. Its key is not secret, but is treated as one. */
export function sandboxBackend(apiKey = 'sandbox-key'): Backend & { readonly sandbox: Sandbox } {
  const sandbox = createSandbox({
    apiKey,
    merchant: 'acme',
    channel: 'acme-se',
    // It is not documented whether the order API accepts answers after the purchase. Where it does not, the box explains it.
    unknowns: { lateWrites: 'accept' },
  });
  return {
    name: 'sandbox',
    upstream: {
      baseUrl: 'https://sandbox.invalid',
      fetch: sandbox.fetch,
      apiKey,
      merchant: 'acme',
      channel: 'acme-se',
    },
    // In the real service adapters add payments and shippings. Here the sandbox's back office does.
    startOrder: () => Promise.resolve(sandbox.orders.create({ ...demoOrder, shippings: [demoShipping] }).id),
    sandbox,
  };
}
