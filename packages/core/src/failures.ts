import type { Problem } from './errors.ts';
import type { ValidationFailure } from './types.ts';

const problemMembers = ['code', 'message', 'type', 'title', 'detail', 'instance'] as const;

/** The JSON in `text`, or undefined where there is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads what a failed answer says: the API's `{code, message}`, RFC 9457 problem details, or neither. */
export function readProblem(text: string): Problem | undefined {
  const body = parseJson(text);
  if (!isObject(body)) return undefined;
  const known = problemMembers.flatMap((member) => {
    const value = body[member];
    return typeof value === 'string' ? [[member, value] as const] : [];
  });
  return known.length === 0 ? undefined : Object.fromEntries(known);
}

/**
 * Reads the reasons out of an answer of `POST …/validate`, in each of its published shapes: a bare array, an object
 * with `errors`, one `{code, message}`; undefined where there is no JSON.
 */
export function readFailures(text: string): readonly ValidationFailure[] | undefined {
  const body = parseJson(text);
  if (body === undefined) return undefined;
  const reasons = isObject(body) && Array.isArray(body['errors']) ? body['errors'] : [body].flat();
  return reasons.flatMap((reason: unknown) => {
    if (typeof reason === 'string') return [{ code: reason }];
    return isObject(reason) && Object.keys(reason).length > 0 ? [reason] : [];
  });
}
