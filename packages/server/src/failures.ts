import type { ValidationFailure } from '@norce-kit/core';

const maxFailures = 50;
const maxMessage = 500;
const word = /^[a-z0-9._-]{1,64}$/i;

/** The order API's short reason, if the body has one that is safe to show. */
export function readCode(text: string): string | undefined {
  const body = parse(text);
  return isObject(body) ? asWord(body['code']) : undefined;
}

/**
 * The reasons in a refusal of `validate`: published as a bare list, as `{ errors: [...] }` and as one plain error.
 * Keeps what is safe to show; a refusal without readable reasons has none.
 */
export function readFailures(text: string, withMessages: boolean): ValidationFailure[] {
  const body = parse(text);
  const entries: unknown = isObject(body) ? (body['errors'] ?? [body]) : body;
  if (!Array.isArray(entries)) return [];
  const failures = entries.slice(0, maxFailures).filter(isObject);
  return failures
    .map((failure) => readFailure(failure, withMessages))
    .filter((failure) => Object.keys(failure).length > 0);
}

function readFailure(failure: Record<string, unknown>, withMessages: boolean): ValidationFailure {
  const code = asWord(failure['code']);
  const adapterId = asWord(failure['adapterId']);
  const message =
    withMessages && typeof failure['message'] === 'string'
      ? failure['message'].slice(0, maxMessage)
      : undefined;
  return {
    ...(code !== undefined && { code }),
    ...(adapterId !== undefined && { adapterId }),
    ...(message !== undefined && { message }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asWord(value: unknown): string | undefined {
  return typeof value === 'string' && word.test(value) ? value : undefined;
}
