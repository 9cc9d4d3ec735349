import { OrderApiError } from './errors.ts';

function refuse(operation: string, reason: string): never {
  throw new OrderApiError({ kind: 'invalid', operation, outcome: 'not-applied', reason });
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
      `${name} is not an id. An id is 1 to ${longestId} characters without "/", "\\", "%" and control characters, and neither "." nor ".."; nothing was sent.`,
    );
  }
  return encodeURIComponent(id);
}

const deepest = 100;

/**
 * Refuses what JSON would drop or change (undefined, functions, NaN, dates, maps …) and what it cannot write (cycles,
 * BigInt), naming the place; a value that went out changed would be a value the shopper did not give.
 */
export function assertJson(operation: string, root: unknown): void {
  const visit = (value: unknown, path: string, above: readonly object[]): void => {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return;
      case 'number':
        if (!Number.isFinite(value))
          refuse(operation, `${path} is ${value}, which JSON has no way to write.`);
        return;
      case 'object':
        break;
      default:
        refuse(operation, `${path} is of type ${typeof value}, which JSON has no way to write.`);
    }
    if (value === null) return;
    if (above.includes(value)) refuse(operation, `${path} contains itself.`);
    if (above.length >= deepest) refuse(operation, `${path} is nested deeper than ${deepest} levels.`);
    const inside = [...above, value];
    if (Array.isArray(value)) {
      // Not forEach: it would step over the holes of a sparse array.
      for (let index = 0; index < value.length; index++) visit(value[index], `${path}[${index}]`, inside);
      return;
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
    if (!isPlain)
      refuse(operation, `${path} is not a plain object; turn it into a string or a plain object first.`);
    for (const [key, member] of Object.entries(value)) visit(member, `${path}.${key}`, inside);
  };
  visit(root, 'attributes', []);
}
