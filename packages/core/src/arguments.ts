import { refuse } from './errors.ts';
import { isObject } from './response-body.ts';

// Separators and escapes, in whatever notation a server may decode them, and what no id should hold: control
// characters, halves of characters, and more than 256 of them.
const unsafe = /^\.{0,2}$|[/\\%\p{Cc}\p{Cs}]|.{257}/u;

/**
 * One id as one path segment. Ids are data: nothing in one may change the host or the shape of the path, so what could
 * is refused before a request is made.
 */
export function segment(operation: string, name: string, id: string): string {
  if (typeof id !== 'string' || unsafe.test(id)) {
    refuse(operation, `${name} is no id (1 to 256 characters but / \\ % and controls, not . or ..)`);
  }
  return encodeURIComponent(id);
}

/** Refuses a truthy stand-in: the string "false" must never become true. */
export function assertChecked(operation: string, checked: unknown): void {
  if (typeof checked !== 'boolean') refuse(operation, `checked is no boolean`);
}

const deepest = 100;

/**
 * Refuses what JSON would drop or change (undefined, functions, NaN, dates, maps …) and what it cannot write (cycles,
 * BigInt), naming the place; a value that went out changed would be a value the shopper did not give.
 */
export function assertJson(operation: string, name: string, root: unknown): void {
  const visit = (value: unknown, path: string, above: readonly unknown[]): void => {
    if (value === null || /string|boolean/.test(typeof value) || Number.isFinite(value)) return;
    if (above.includes(value) || above.length >= deepest || !isTree(value)) {
      refuse(operation, `${JSON.stringify(path.slice(0, 200))} is not JSON (${typeof value})`);
    }
    // Not Object.entries for a list: it would step over the holes of a sparse one.
    for (const [key, member] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
      visit(member, `${path}.${key}`, [...above, value]);
    }
  };
  if (!isObject(root)) refuse(operation, `${name} is no object`);
  visit(root, name, []);
}

// By shape, for an object of another window has another Object.prototype.
function isTree(value: unknown): value is object {
  if (typeof value !== 'object' || Array.isArray(value)) return typeof value === 'object';
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
