import { createAttributeWriter } from '@norce-kit/core';
import type { AttributeValues, AttributeWriter } from '@norce-kit/core';
import { checkAttributes } from '../dev/mistakes.ts';
import { watchWrite } from '../dev/failures.ts';
import { emit } from './events.ts';
import { latestOf, perClient } from './per-client.ts';
import type { Client } from './types.ts';
import { addWriter } from './writers.ts';

/** Returns the writer of order attributes. */
export const attributesOf: (client: Client) => AttributeWriter = perClient((client) => {
  const writer = createAttributeWriter({
    getOrder: (...call) => latestOf(client).getOrder(...call),
    patchAttributes: (...call) => {
      const write = latestOf(client).patchAttributes(...call);
      if (process.env.NODE_ENV !== 'production') watchWrite(write, client);
      return write;
    },
  });
  // On a server nothing is written, so no event fires there.
  writer.subscribeToEvents((event) => emit(client, { ...event, type: `attribute-${event.type}` }));
  return addWriter(client, writer);
});

const started = new WeakMap<AttributeValues, Promise<AttributeValues>>();

/** The attributes that the shopper may go on without, by order. */
const optionalKeysOf: (client: Client) => Map<string, Set<string>> = perClient(() => new Map());

/** Whether the shopper may go on without an attribute. */
export function isOptionalKey(client: Client, orderId: string, key: string): boolean {
  return optionalKeysOf(client).get(orderId)?.has(key) === true;
}

/**
 * Starts a write before its mutation runs: TanStack calls `mutationFn` some microtasks after `mutate`, and a gate that
 * checks in between must see the write. Returns the variables for the mutation.
 */
export function startPatch(
  client: Client,
  orderId: string,
  values: AttributeValues,
  delay: number | undefined,
  isOptional = false,
): AttributeValues {
  if (process.env.NODE_ENV !== 'production') checkAttributes(values);
  const variables = { ...values };
  if (isOptional) {
    const orders = optionalKeysOf(client);
    // Kept by key: its component may be gone when the write fails.
    orders.set(orderId, new Set([...(orders.get(orderId) ?? []), ...Object.keys(values)]));
  }
  started.set(variables, attributesOf(client).patch(orderId, values, delay));
  return variables;
}

/** Returns the write that `startPatch` started for these variables. */
export function startedPatch(variables: AttributeValues): Promise<AttributeValues> | undefined {
  return started.get(variables);
}
