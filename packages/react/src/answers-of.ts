import { createAnswers } from '@norce-kit/core';
import type { Answers } from '@norce-kit/core';
import { oncePer } from './once-per.ts';
import type { PageClient } from './page-client.ts';

/** The register of the shopper's answers. */
export const answersOf: (client: PageClient) => Answers = oncePer((client) => createAnswers(client));
