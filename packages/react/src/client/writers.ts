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

/**
 * Returns all writers of a client as one: answers, attributes and evidence, as far as the page uses them. Not a part of
 * the registry, so that pages without a gate do not bundle it.
 */
export const writersOf: (client: Client) => Writer = /* @__PURE__ */ perClient(createWriters);

function createWriters(client: Client): Writer {
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
    whenSettled: async (orderId) => {
      do {
        const ends = await Promise.allSettled([...writers].map((writer) => writer.whenSettled(orderId)));
        for (const end of ends) if (end.status === 'rejected') throw end.reason as Error;
        // One writer may start another: a saved answer has its evidence written.
      } while (isBusy(orderId));
    },
  };
}
