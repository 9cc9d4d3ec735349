import { createSandbox } from '@norce-kit/sandbox';
import { createOrderHandler } from '@norce-kit/server';
import { toNodeListener } from '@norce-kit/server/node';
import { serve } from './serve.mjs';

/** Faults between the handler and the order, per ten thousand requests. */
const upstreamFaults = [
  { kind: 'drop' },
  { kind: 'apply-then-drop' },
  { kind: 'drop-then-apply', after: 700 },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 500, when: 'after' },
  { kind: 'truncate' },
  { kind: 'duplicate' },
  { kind: 'delay', before: 900 },
];
// Eight of these and two on the connection make 20 %: if several match, the first applies.
const share = 1 - 0.8 ** (1 / (upstreamFaults.length + 2));

/**
 * Starts a page, the handler and a sandbox on the loopback address. `onWrite` gets each write that reaches the handler.
 *
 * @param {{ script: string, consentIds: readonly string[], onWrite: (write: { id: string, checked: boolean, at: number }) => void }} options
 */
export async function openShop({ script, consentIds, onWrite }) {
  const sandbox = createSandbox({ receiptLimit: 100 });
  const { id: orderId } = sandbox.orders.create({
    consents: consentIds.map((id) => ({ id, text: id, checked: false, required: false })),
  });
  const upstream = { apiKey: 'sandbox-key', merchant: 'acme', channel: 'acme-se', fetch: sandbox.fetch };
  const handler = createOrderHandler({
    upstream: { baseUrl: 'https://sandbox.invalid', ...upstream },
    authorize: () => true,
  });
  const handle = toNodeListener(async (request) => {
    if (request.method !== 'PATCH') return handler(request);
    const at = Date.now();
    const body = await request.text();
    onWrite({ id: request.url.split('/').at(-1), checked: JSON.parse(body).checked, at });
    const { url, method, headers } = request;
    return handler(new Request(url, { method, headers, body }));
  });
  let hasFaults = false;
  const struck = { requests: 0, connections: 0 };
  const strikes = () => hasFaults && Math.random() < share;

  /** Breaks the connection to the browser: before the handler gets the request, or after it has responded. */
  const breakNow = (request, response) => {
    if (strikes()) {
      struck.connections += 1;
      request.socket.destroy();
      return true;
    }
    if (strikes()) {
      struck.connections += 1;
      response.writeHead = () => request.socket.destroy();
    }
    return false;
  };

  const server = await serve({
    script,
    orderOf: () => orderId,
    handle: (request, response) => {
      struck.requests += 1;
      if (!breakNow(request, response)) handle(request, response);
    },
  });
  return {
    ...server,
    struck,
    beginFaults: () => {
      hasFaults = true;
      for (const fault of upstreamFaults) sandbox.faults.add({ ...fault, probability: share });
    },
    endFaults: () => {
      hasFaults = false;
      sandbox.faults.clear();
    },
    holds: (id) => sandbox.orders.get(orderId).consents.find((consent) => consent.id === id).checked,
  };
}
