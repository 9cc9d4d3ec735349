import { createAnswers } from '@norce-kit/core';
import type { Answers } from '@norce-kit/core';
import { perClient } from './per-client.ts';
import { latestClient } from './same-client.ts';
import type { Client } from './types.ts';
import { addWriter } from './writers.ts';

/** Returns the register of the shopper's answers. */
export const answersOf: (client: Client) => Answers = perClient((client) =>
  addWriter(client, createAnswers(latestClient(client))),
);
