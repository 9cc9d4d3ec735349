import { createOrderClient } from '@norce-kit/core';
import type { Order, OrderClient } from '@norce-kit/core';
import type { Sandbox } from '@norce-kit/sandbox';

export type HostClient = OrderClient;

/** One call of a client. */
export interface Call {
  readonly operation: 'patchConsent' | 'patchAttributes';
  readonly client: HostClient;
  readonly orderId: string;
  readonly consentId: string;
  readonly value: boolean | undefined;
  /** Number of the acts that had happened. */
  readonly acts: number;
  isOver: boolean;
}

export interface Recorder {
  /** Returns an order with the present texts of its consents. */
  readonly withTexts: (order: Order) => Order;
  readonly onWrite: (call: Omit<Call, 'acts' | 'isOver'>, end: Promise<void>) => void;
}

/** Creates a client that reports its calls. */
export function createHostClient(sandbox: Sandbox, { withTexts, onWrite }: Recorder): HostClient {
  const client = createOrderClient({ baseUrl: 'https://sandbox.invalid', fetch: sandbox.fetch });
  const reporting: HostClient = {
    ...client,
    getOrder: async (...given) => withTexts(await client.getOrder(...given)),
    patchConsent: (orderId, consentId, value, options) => {
      const end = client.patchConsent(orderId, consentId, value, options);
      onWrite({ operation: 'patchConsent', client: reporting, orderId, consentId, value }, end);
      return end;
    },
    patchAttributes: (orderId, attributes, options) => {
      const consentId = Object.keys(attributes).join();
      const end = client.patchAttributes(orderId, attributes, options);
      onWrite({ operation: 'patchAttributes', client: reporting, orderId, consentId, value: undefined }, end);
      return end;
    },
  };
  return reporting;
}
