import { badRequest, done } from './response.ts';
import type { Handle } from './context.ts';
import { isRecord } from './request.ts';
import type { Unknowns } from '../unknowns.ts';

type Bag = Readonly<Record<string, unknown>>;

/** PATCH …/attributes: any keys, any JSON values. */
export const patchAttributes: Handle = (order, call) => {
  if (!isRecord(call.body)) return { answer: badRequest('The body has to be an object.') };
  const attributes = write(
    call.unknowns.attributes === 'merge' ? order.attributes : {},
    call.body,
    call.unknowns,
  );
  return { answer: done, order: { ...order, attributes } };
};

function write(old: Bag, change: Bag, unknowns: Unknowns): Bag {
  // A map, since a key named __proto__ would not become a member of an object literal.
  const bag = new Map(Object.entries(old));
  for (const [key, value] of Object.entries(change)) {
    const before = bag.get(key);
    if (value === null && unknowns.nullAttribute === 'delete') bag.delete(key);
    else if (unknowns.nestedAttributes === 'merge' && isRecord(before) && isRecord(value)) {
      bag.set(key, write(before, value, unknowns));
    } else bag.set(key, value);
  }
  return Object.fromEntries(bag);
}
