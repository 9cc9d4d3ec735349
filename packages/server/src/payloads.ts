import type { JsonValue } from '@norce-kit/core';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Config } from './config.ts';
import { isConsentId } from './origin.ts';
import { Refusal } from './problem.ts';
import { isTrustedAddress } from './validations.ts';

// Each reader builds a new body from the members it knows; what else a browser sends ends here.

type JsonObject = Readonly<Record<string, JsonValue>>;

const maxConsents = 100;

/** One consent: only its `checked`, and only as a boolean. The string 'false' is not an answer. */
export function readConsent(body: JsonValue): JsonValue {
  return { checked: readChecked(readObject(body)) };
}

/** Several consents, each at most once. */
export function readConsents(body: JsonValue): JsonValue {
  if (!isList(body) || body.length === 0 || body.length > maxConsents) throw new Refusal('invalid-body');
  const answers = body.map((entry) => {
    const { id, checked } = readObject(entry);
    if (typeof id !== 'string' || !isConsentId(id)) throw new Refusal('invalid-body');
    return { id, checked: readChecked({ checked }) };
  });
  if (new Set(answers.map(({ id }) => id)).size < answers.length) throw new Refusal('invalid-body');
  return answers;
}

/** Attributes, all of them allowed. One that is not refuses the request: dropping it would lose an answer silently. */
export async function readAttributes(body: JsonValue, { attributes: rule }: Config): Promise<JsonValue> {
  const written = readObject(body);
  if (Object.keys(written).length === 0) throw new Refusal('invalid-body');
  if (rule && '~standard' in rule) return await readBySchema(written, rule);
  if (!Object.keys(written).every((key) => rule?.includes(key))) throw new Refusal('attribute-not-allowed');
  return written;
}

async function readBySchema(
  written: JsonObject,
  schema: StandardSchemaV1<unknown, JsonObject>,
): Promise<JsonValue> {
  const result = await schema['~standard'].validate(written);
  if (result.issues) throw new Refusal('attribute-not-allowed');
  return result.value;
}

/** A validation by its name, which the shop has given a meaning, or by an address where the shop trusts its UI so far. */
export function readValidation(body: JsonValue, { validations, trustedValidations }: Config): JsonValue {
  const { name, url, adapterId } = readObject(body);
  const named = typeof name === 'string' ? validations.get(name) : undefined;
  if (named) return { adapterId: named.adapterId, url: named.url };
  const isOurs =
    trustedValidations && (adapterId === undefined || adapterId === trustedValidations.adapterId);
  if (
    isOurs &&
    name === undefined &&
    typeof url === 'string' &&
    isTrustedAddress(url, trustedValidations.origins)
  ) {
    return { adapterId: trustedValidations.adapterId, url };
  }
  throw new Refusal('validation-not-allowed');
}

function readChecked({ checked }: { readonly checked?: JsonValue | undefined }): boolean {
  if (typeof checked !== 'boolean') throw new Refusal('invalid-body');
  return checked;
}

function readObject(value: JsonValue): JsonObject {
  if (typeof value !== 'object' || value === null || isList(value)) throw new Refusal('invalid-body');
  return value;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
