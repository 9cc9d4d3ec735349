import { createAnswers, createAttributeWriter } from '@norce-kit/core';
import type { Answers, AttributeWriter, RegisteredValidation } from '@norce-kit/core';
import type { OrderEvent } from './events.ts';
import type { PageClient } from './page-client.ts';

/** What writes for a page. One per client, however many providers and query clients there are, so that all agree. */
export interface Writers {
  readonly answers: Answers;
  readonly attributes: AttributeWriter;
  /** Registrations of validations, under way and done, by order and validation. */
  readonly registrations: Map<string, Promise<RegisteredValidation>>;
  readonly emit: (event: OrderEvent) => void;
  readonly subscribeToEvents: (listener: (event: OrderEvent) => void) => () => void;
}

const writers = new WeakMap<PageClient, Writers>();

/** The writers of a client. Nothing is put into them on a server, where they would be those of all shoppers. */
export function writersOf(client: PageClient): Writers {
  const known = writers.get(client) ?? createWriters(client);
  writers.set(client, known);
  return known;
}

function createWriters(client: PageClient): Writers {
  const listeners = new Set<(event: OrderEvent) => void>();
  const answers = createAnswers(client);
  const emit = (event: OrderEvent) => {
    for (const listener of [...listeners]) {
      try {
        listener(event);
      } catch (error) {
        // As the platform does with what an event listener throws.
        reportError(error);
      }
    }
  };
  answers.subscribeToEvents((event) => emit({ ...event, type: `consent-${event.type}` }));
  return {
    answers,
    attributes: createAttributeWriter(client),
    registrations: new Map(),
    emit,
    subscribeToEvents: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
