import type { OperationHandler } from './context.ts';
import { isRecord } from './request.ts';
import { badRequest, ok } from './response.ts';
import type { Unknowns } from '../unknowns.ts';

type Attributes = Readonly<Record<string, unknown>>;

/** PATCH …/attributes: any keys, any JSON values. */
export const patchAttributes: OperationHandler = (order, { body, unknowns }) => {
  if (!isRecord(body)) return { response: badRequest('The body has to be an object.') };
  const present = unknowns.attributes === 'merge' ? order.attributes : {};
  return { response: ok, order: { ...order, attributes: merge(present, body, unknowns) } };
};

function merge(present: Attributes, change: Attributes, unknowns: Unknowns): Attributes {
  // A Map, because assigning the key __proto__ to an object literal sets its prototype.
  const merged = new Map(Object.entries(present));
  for (const [key, value] of Object.entries(change)) {
    const before = merged.get(key);
    if (value === null && unknowns.nullAttribute === 'delete') merged.delete(key);
    else if (unknowns.nestedAttributes === 'merge' && isRecord(before) && isRecord(value)) {
      merged.set(key, merge(before, value, unknowns));
    } else merged.set(key, value);
  }
  return Object.fromEntries(merged);
}
