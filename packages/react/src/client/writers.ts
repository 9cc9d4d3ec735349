import type { Writer } from '@norce-kit/core';
import { perClient } from './per-client.ts';
import type { Client } from './types.ts';

interface Registry {
  readonly writers: Set<Writer>;
  /** Called with each writer that is added later. */
  readonly subscribers: Set<(writer: Writer) => void>;
}

const registryOf: (client: Client) => Registry = perClient(() => ({
  writers: new Set(),
  subscribers: new Set(),
}));

/** Adds a writer, for present subscribers too. Each writer adds itself when it is created. Returns the writer. */
export function addWriter<Added extends Writer>(client: Client, writer: Added): Added {
  const { writers, subscribers } = registryOf(client);
  writers.add(writer);
  subscribers.forEach((subscribe) => subscribe(writer));
  return writer;
}

/** Returns the answers and attributes of an order that are not saved. */
export const unsavedOf = (client: Client, orderId: string): ReturnType<NonNullable<Writer['unsaved']>> =>
  [...registryOf(client).writers].flatMap((writer) => writer.unsaved?.(orderId) ?? []);

/** Resolves when each writer of a client has saved its writes of an order, or failed to. Sends those that are delayed. */
export const whenEnded = (
  client: Client,
  orderId: string,
  timeout?: number,
): Promise<readonly PromiseSettledResult<void>[]> =>
  Promise.allSettled([...registryOf(client).writers].map((writer) => writer.whenSettled(orderId, timeout)));

/**
 * Returns all writers of a client as one: answers, attributes and evidence, as far as the page uses them. Not a part of
 * the registry, so that pages without a gate do not bundle it.
 */
export const writersOf: (client: Client) => Required<Writer> = /* @__PURE__ */ perClient(createWriters);

function createWriters(client: Client): Required<Writer> {
  const { writers, subscribers } = registryOf(client);
  const isBusy = (orderId: string) => [...writers].some((writer) => writer.isBusy(orderId));
  return {
    isBusy,
    subscribe: (orderId, listener) => {
      const stops: (() => void)[] = [];
      const subscribe = (writer: Writer) => stops.push(writer.subscribe(orderId, listener));
      writers.forEach(subscribe);
      subscribers.add(subscribe);
      return () => {
        subscribers.delete(subscribe);
        stops.forEach((stop) => stop());
      };
    },
    unsaved: (orderId) => unsavedOf(client, orderId),
    whenSettled: async (orderId, timeout = 30_000) => {
      const endsAt = performance.now() + timeout;
      for (let left = timeout; ; left = Math.max(0, endsAt - performance.now())) {
        for (const end of await whenEnded(client, orderId, left))
          if (end.status === 'rejected') throw end.reason as Error;
        // One writer may start another: a saved answer has its evidence written.
        if (left === 0 || !isBusy(orderId)) return;
      }
    },
  };
}
