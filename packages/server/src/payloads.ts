import type { ConsentAnswer, JsonValue } from '@norce-kit/core';
import { isConsentId } from '@norce-kit/core/forwarding';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Config } from './config.ts';
import type { AnswerId } from './open-answers.ts';
import { runHook } from './hooks.ts';
import { HttpProblem } from './problem.ts';
import { isTrustedAddress } from './validations.ts';

// Each reader builds a new body from the expected members and drops the others.

/** A checked request body. */
export interface Payload {
  /** Body of the upstream request. */
  readonly body: JsonValue;
  /** The shopper's answers in it. Without an id of its own, an answer has that of the request. */
  readonly answers: readonly (ConsentAnswer & Partial<AnswerId>)[];
}

type JsonObject = Readonly<Record<string, JsonValue>>;

/** Maximum number of answers in one request. */
export const maxConsents = 100;
const noAnswers: readonly ConsentAnswer[] = [];

/** Reads one consent: only `checked`, and only as a boolean. The string 'false' is rejected. */
export function readConsent(json: JsonValue, _config: Config, consentId = ''): Payload {
  const checked = readChecked(readObject(json));
  return { body: { checked }, answers: [{ id: consentId, checked }] };
}

/** Reads several consents, each at most once. */
export function readConsents(json: JsonValue): Payload {
  if (!isList(json) || json.length === 0 || json.length > maxConsents) throw new HttpProblem('invalid-body');
  const answers = json.map((entry) => {
    const { id, checked } = readObject(entry);
    if (typeof id !== 'string' || !isConsentId(id)) throw new HttpProblem('invalid-body');
    return { id, checked: readChecked({ checked }) };
  });
  if (new Set(answers.map(({ id }) => id)).size < answers.length) throw new HttpProblem('invalid-body');
  return { body: answers, answers };
}

/** Reads attributes. One that is not allowed rejects the request: dropping it would lose an answer silently. */
export async function readAttributes(json: JsonValue, config: Config): Promise<Payload> {
  const { attributes: rule, hookTimeout } = config;
  const written = readObject(json);
  if (Object.keys(written).length === 0) throw new HttpProblem('invalid-body');
  if (rule && '~standard' in rule) {
    return { body: await readBySchema(written, rule, hookTimeout), answers: noAnswers };
  }
  if (!Object.keys(written).every((key) => rule?.includes(key)))
    throw new HttpProblem('attribute-not-allowed');
  return { body: written, answers: noAnswers };
}

async function readBySchema(
  written: JsonObject,
  schema: StandardSchemaV1<unknown, JsonObject>,
  hookTimeout: number,
): Promise<JsonValue> {
  const validate = async () => readResult(await schema['~standard'].validate(written));
  const value = await runHook('attributes', hookTimeout, validate);
  if (!value) throw new HttpProblem('attribute-not-allowed');
  return value;
}

/** Returns the attributes that a schema accepts, undefined if it accepts none. JavaScript gets past the types. */
function readResult(result: StandardSchemaV1.Result<unknown>): JsonObject | undefined {
  if (result.issues) return undefined;
  const { value } = result;
  // Without a body the request might succeed, and the attributes be lost.
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    // Called for each number at any depth.
    JSON.stringify(value, (_key, member: unknown) => assertNumber(member));
    return value as JsonObject;
  }
  throw new TypeError('The schema of attributes must return { value } or { issues }.');
}

/** JSON writes null for a number that it lacks, and null may delete the attribute. */
function assertNumber(member: unknown): unknown {
  if (typeof member !== 'number' || Number.isFinite(member)) return member;
  throw new TypeError('The schema of attributes returned a number that JSON lacks, such as NaN.');
}

/** Reads a validation: by a name of `validations`, or by an address that `trustedValidations` accepts. */
export function readValidation(json: JsonValue, { validations, trustedValidations }: Config): Payload {
  const { name, url, adapterId } = readObject(json);
  const named = typeof name === 'string' ? validations.get(name) : undefined;
  if (named) return { body: { adapterId: named.adapterId, url: named.url }, answers: noAnswers };
  const isOurs =
    trustedValidations && (adapterId === undefined || adapterId === trustedValidations.adapterId);
  if (
    isOurs &&
    name === undefined &&
    typeof url === 'string' &&
    isTrustedAddress(url, trustedValidations.origins)
  ) {
    return { body: { adapterId: trustedValidations.adapterId, url }, answers: noAnswers };
  }
  throw new HttpProblem('validation-not-allowed');
}

function readChecked({ checked }: { readonly checked?: JsonValue | undefined }): boolean {
  if (typeof checked !== 'boolean') throw new HttpProblem('invalid-body');
  return checked;
}

function readObject(value: JsonValue): JsonObject {
  if (typeof value !== 'object' || value === null || isList(value)) throw new HttpProblem('invalid-body');
  return value;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
