import { createAttributeWriter } from '@norce-kit/core';
import type { AttributeValues, AttributeWriter } from '@norce-kit/core';
import { oncePer } from './per-client.ts';
import type { PageClient } from './types.ts';

/** What writes the attributes of orders. */
export const attributesOf: (client: PageClient) => AttributeWriter = oncePer((client) =>
  createAttributeWriter(client),
);

const begun = new WeakMap<AttributeValues, Promise<AttributeValues>>();

/**
 * Begins a write that a mutation is to follow. TanStack calls a `mutationFn` a few microtasks after `mutate`, and by then
 * somebody may have asked whether anything is still to be written. Returns the variables for that mutation.
 */
export function beginPatch(
  client: PageClient,
  orderId: string,
  values: AttributeValues,
  delay: number | undefined,
): AttributeValues {
  const variables = { ...values };
  begun.set(variables, attributesOf(client).patch(orderId, values, delay));
  return variables;
}

/** The write that was begun with these variables. */
export function begunPatch(variables: AttributeValues): Promise<AttributeValues> | undefined {
  return begun.get(variables);
}
