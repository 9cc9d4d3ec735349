import { createAnswers } from '@norce-kit/core';
import type { Answers } from '@norce-kit/core';
import { ownerOf, perClient } from './per-client.ts';
import { latestClient } from './same-client.ts';
import type { Client } from './types.ts';
import { addWriter } from './writers.ts';

const senders = new WeakMap<Client, Client['patchConsent']>();

/** Replaces the function that sends the answers of a client. */
export function setSender(client: Client, create: (client: Client) => Client['patchConsent']): void {
  const owner = ownerOf(client);
  if (!senders.has(owner)) senders.set(owner, create(latestClient(owner)));
}

/** Returns the register of the shopper's answers. */
export const answersOf: (client: Client) => Answers = perClient((client) => {
  const latest = latestClient(client);
  const register = createAnswers({
    getOrder: (...call) => latest.getOrder(...call),
    patchConsent: (...call) => {
      const send = senders.get(client);
      return send === undefined ? latest.patchConsent(...call) : send(...call);
    },
  });
  return addWriter(client, register);
});
