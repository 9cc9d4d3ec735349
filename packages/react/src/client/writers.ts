import type { Writer } from '@norce-kit/core';
import { perClient } from './per-client.ts';
import type { Client } from './types.ts';

/** All writers of a client as one: answers, attributes and evidence, as far as the page uses them. */
export interface Writers extends Writer {
  /** Adds a writer, for present subscribers too. Returns the writer. */
  readonly add: <Added extends Writer>(writer: Added) => Added;
}

/** Returns the writers of a client. Each writer adds itself when it is created. */
export const writersOf: (client: Client) => Writers = perClient(createWriters);

function createWriters(): Writers {
  const writers = new Set<Writer>();
  const subscribers = new Set<(writer: Writer) => void>();

  const isBusy = (orderId: string) => [...writers].some((writer) => writer.isBusy(orderId));

  return {
    add: (writer) => {
      writers.add(writer);
      subscribers.forEach((subscribe) => subscribe(writer));
      return writer;
    },
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
