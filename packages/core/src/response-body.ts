import type { Problem } from './errors.ts';
import type { ValidationFailure } from './types.ts';

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

/** What a failed answer says: the API's `{code, message}`, RFC 9457 problem details, or neither. */
export function readProblem(body: unknown): Problem | undefined {
  if (!isObject(body)) return undefined;
  return Object.fromEntries(Object.entries(body).filter(([, value]) => typeof value === 'string'));
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
