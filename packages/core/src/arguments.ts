import { refuse } from './errors.ts';
import { isConsentId } from './ids.ts';
import { isObject } from './response-body.ts';

/** Returns an id as one path segment. Refuses an id that could change the host or the shape of the path. */
export function segment(operation: string, name: string, id: string): string {
  if (typeof id !== 'string' || !isConsentId(id)) {
    refuse(operation, `${name} is not an id (empty, too long or unsafe)`);
  }
  return encodeURIComponent(id);
}

/** Refuses anything but a boolean: the string "false" must never become true. */
export function assertChecked(operation: string, checked: unknown): void {
  if (typeof checked !== 'boolean') refuse(operation, 'checked is not a boolean');
}

const maxDepth = 100;

/**
 * Refuses values that JSON drops or changes (undefined, functions, NaN, dates, maps …) or cannot write (cycles, BigInt),
 * because the order would get a value that the shopper did not give. The error names the place.
 */
export function assertJson(operation: string, name: string, root: unknown): void {
  const visit = (value: unknown, path: string, above: readonly unknown[]): void => {
    if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value))
      return;
    if (above.includes(value) || above.length >= maxDepth || !isTree(value)) {
      refuse(operation, `${JSON.stringify(path.slice(0, 200))} is not JSON (${typeof value})`);
    }
    // Spread, because Object.entries skips the holes of a sparse array. Not its own entries(), which Prototype.js replaces.
    for (const [key, member] of Object.entries(Array.isArray(value) ? [...(value as unknown[])] : value)) {
      visit(member, `${path}.${key}`, [...above, value]);
    }
  };
  if (!isObject(root)) refuse(operation, `${name} is not an object`);
  visit(root, name, []);
}

function isTree(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // By shape, because an object of another realm has another Object.prototype.
  return Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null;
}
