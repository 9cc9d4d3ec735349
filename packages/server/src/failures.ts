import { readValidationFailures } from '@norce-kit/core/forwarding';
import type { ValidationFailure } from '@norce-kit/core/forwarding';

const maxFailures = 50;
const maxMessageLength = 500;
const shortCode = /^[a-z0-9._-]{1,64}$/i;

const hiddenFailure: SafeFailure = { code: 'validation-failed', adapterId: undefined, message: undefined };

/** A reason that is safe to show to a browser. */
export interface SafeFailure {
  readonly code: string | undefined;
  readonly adapterId: string | undefined;
  readonly message: string | undefined;
}

/** Returns the order API's `code`, if the body has one that is safe to show. */
export function readCode(text: string): string | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && 'code' in body ? asCode(body.code) : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the reasons of a failed validation, at most 50, reduced to members that are safe to show. */
export function readFailures(text: string, withMessages: boolean): readonly SafeFailure[] {
  const failures = readValidationFailures(text) ?? [];
  return failures.slice(0, maxFailures).flatMap((failure) => toSafeFailure(failure, withMessages));
}

/**
 * Returns the reasons in a 200 of `validate`; undefined for a body that is no list of reasons, such as the page of a
 * proxy. A reason of which nothing may be shown becomes `validation-failed`: an empty list would mean that nothing
 * objects.
 */
export function readAcceptedFailures(
  text: string,
  withMessages: boolean,
): readonly SafeFailure[] | undefined {
  const all = text === '' ? [] : readValidationFailures(text);
  if (!all) return undefined;
  const safe = readFailures(text, withMessages);
  return safe.length > 0 || all.length === 0 ? safe : [hiddenFailure];
}

/** Returns an empty list for a reason of which nothing is left. */
function toSafeFailure(failure: ValidationFailure, withMessages: boolean): readonly SafeFailure[] {
  const code = asCode(failure.code);
  const adapterId = asCode(failure.adapterId);
  // Types describe the API's document, not the bytes that arrived.
  const given: unknown = withMessages ? failure.message : undefined;
  const message = typeof given === 'string' ? given.slice(0, maxMessageLength) : undefined;
  const isEmpty = code === undefined && adapterId === undefined && message === undefined;
  return isEmpty ? [] : [{ code, adapterId, message }];
}

function asCode(value: unknown): string | undefined {
  return typeof value === 'string' && shortCode.test(value) ? value : undefined;
}
