import { createAnswers, notifyListeners } from '@norce-kit/core';
import type { Answers, Listeners, Order } from '@norce-kit/core';
import { watchWrite } from '../dev/failures.ts';
import { emit } from './events.ts';
import { latestOf, perClient } from './per-client.ts';
import type { Client } from './types.ts';
import { addWriter } from './writers.ts';

/** The requests of the register. `setMany` replaces the one that writes. */
type Sender = Pick<Client, 'getOrder' | 'patchConsent'>;

/** A read of the register. */
export interface LookUp {
  readonly orderId: string;
  readonly read: Promise<Order>;
}

/** Returns the listeners to the reads of a client's register, called when one starts. */
export const lookUpsOf: (client: Client) => Listeners<LookUp> = perClient(() => new Set());

/** Returns the object through which the register of a client sends; its members may be replaced. */
export const senderOf: (client: Client) => { -readonly [Member in keyof Sender]: Sender[Member] } = perClient(
  (client) => ({
    getOrder: (orderId, options) => {
      const read = latestOf(client).getOrder(orderId, options);
      notifyListeners(lookUpsOf(client), { orderId, read });
      return read;
    },
    patchConsent: (...call) => {
      const write = latestOf(client).patchConsent(...call);
      if (process.env.NODE_ENV !== 'production') watchWrite(write, client);
      return write;
    },
  }),
);

/** Returns the register of the shopper's answers. */
export const answersOf: (client: Client) => Answers = perClient((client) => {
  const answers = createAnswers(senderOf(client));
  answers.subscribeToEvents((event) => emit(client, { ...event, type: `consent-${event.type}` }));
  return addWriter(client, answers);
});
