import type { Problem } from './errors.ts';
import type { ValidationFailure } from './types.ts';

/** Parses JSON; undefined when `text` is not JSON. */
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

/** Returns the text members of an error body: the API's `{code, message}` or RFC 9457 problem details. */
export function readProblem(body: unknown): Problem | undefined {
  if (!isObject(body)) return undefined;
  return Object.fromEntries(Object.entries(body).filter(([, value]) => typeof value === 'string'));
}

/**
 * Returns the reasons in a response of `POST …/validate`, in each of its published shapes: a bare array, an object with
 * `errors`, one `{code, message}`. undefined when `text` is not JSON.
 */
export function readFailures(text: string): readonly ValidationFailure[] | undefined {
  const body = parseJson(text);
  if (body === undefined) return undefined;
  const reasons = [(isObject(body) && body['errors']) || body].flat();
  return reasons.flatMap((reason: unknown) => {
    if (typeof reason === 'string') return [{ code: reason }];
    return isObject(reason) && Object.keys(reason).length > 0 ? [reason] : [];
  });
}
