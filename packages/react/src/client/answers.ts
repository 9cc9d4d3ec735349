import { createAnswers } from '@norce-kit/core';
import type { Answers } from '@norce-kit/core';
import { oncePer } from './per-client.ts';
import type { PageClient } from './types.ts';

/** The register of the shopper's answers. */
export const answersOf: (client: PageClient) => Answers = oncePer((client) => createAnswers(client));
