import { OrderApiError } from './errors.ts';
import { isObject } from './failures.ts';

function refuse(operation: string, reason: string): never {
  throw new OrderApiError({
    kind: 'invalid',
    operation,
    outcome: 'not-applied',
    reason: `${reason}; nothing was sent`,
  });
}

// Separators and escapes, in whatever notation a server may decode them, and what no id should hold: control
// characters and halves of characters.
const unsafe = /^\.{0,2}$|[/\\%\p{Cc}\p{Cs}]/u;
const longestId = 256;

/**
 * One id as one path segment. Ids are data: nothing in one may change the host or the shape of the path, so what could
 * is refused before a request is made.
 */
export function segment(operation: string, name: string, id: string): string {
  if (typeof id !== 'string' || id.length > longestId || unsafe.test(id)) {
    refuse(
      operation,
      `${name} is not an id. An id is 1 to ${longestId} characters without "/", "\\", "%" and control characters, and neither "." nor ".."`,
    );
  }
  return encodeURIComponent(id);
}

/** Refuses a truthy stand-in: the string "false" must never become true. */
export function assertChecked(operation: string, checked: unknown): void {
  if (typeof checked !== 'boolean')
    refuse(operation, `checked is of type ${typeof checked}, not true or false`);
}

const deepest = 100;
const plainKey = /^[\w$-]{1,40}$/;

/**
 * Refuses what JSON would drop or change (undefined, functions, NaN, dates, maps …) and what it cannot write (cycles,
 * BigInt), naming the place; a value that went out changed would be a value the shopper did not give.
 */
export function assertJson(operation: string, name: string, root: unknown): void {
  const visit = (value: unknown, path: string, above: readonly object[]): void => {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) refuse(operation, `${path} is ${value}, which JSON has no way to write`);
      return;
    }
    if (typeof value !== 'object') {
      refuse(operation, `${path} is of type ${typeof value}, which JSON has no way to write`);
    }
    if (above.includes(value)) refuse(operation, `${path} contains itself`);
    if (above.length >= deepest) refuse(operation, `${path} is nested deeper than ${deepest} levels`);
    const inside = [...above, value];
    if (Array.isArray(value)) {
      // Not forEach: it would step over the holes of a sparse array.
      for (let index = 0; index < value.length; index++) visit(value[index], `${path}[${index}]`, inside);
      return;
    }
    if (!isPlain(value)) {
      refuse(operation, `${path} is not a plain object; turn it into a string or a plain object first`);
    }
    for (const [key, member] of Object.entries(value)) visit(member, `${path}${step(key)}`, inside);
  };
  if (!isObject(root)) refuse(operation, `${name} must be an object`);
  visit(root, name, []);
}

// By shape, for an object of another window has another Object.prototype.
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

const step = (key: string) => (plainKey.test(key) ? `.${key}` : `[${JSON.stringify(key.slice(0, 40))}]`);
