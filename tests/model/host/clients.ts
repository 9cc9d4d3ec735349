import { createOrderClient } from '@norce-kit/core';
import type { OrderClient } from '@norce-kit/core';
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
}

export interface Recorder {
  readonly onWrite: (call: Omit<Call, 'acts'>) => void;
  readonly onReadFailed: (orderId: string) => void;
}

/** Creates a client that reports its calls. */
export function createHostClient(sandbox: Sandbox, { onWrite, onReadFailed }: Recorder): HostClient {
  const client = createOrderClient({ baseUrl: 'https://sandbox.invalid', fetch: sandbox.fetch });
  const reporting: HostClient = {
    ...client,
    getOrder: async (orderId, options) => {
      try {
        return await client.getOrder(orderId, options);
      } catch (error) {
        if (options?.signal?.aborted !== true) onReadFailed(orderId);
        throw error;
      }
    },
    patchConsent: (orderId, consentId, value, options) => {
      onWrite({ operation: 'patchConsent', client: reporting, orderId, consentId, value });
      return client.patchConsent(orderId, consentId, value, options);
    },
    patchAttributes: (orderId, attributes, options) => {
      const consentId = Object.keys(attributes).join();
      onWrite({ operation: 'patchAttributes', client: reporting, orderId, consentId, value: undefined });
      return client.patchAttributes(orderId, attributes, options);
    },
  };
  return reporting;
}
