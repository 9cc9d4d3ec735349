/**
 * Behaviour of the order API that is not documented publicly, with all plausible values, so that a shop can be tested
 * with each. The defaults follow from the documented verbs, types and examples.
 */
export interface Unknowns {
  /** Whether PATCH attributes keeps or removes keys that are not in the body. @default 'merge' */
  readonly attributes: 'merge' | 'replace';
  /** Whether PATCH attributes merges or replaces nested objects. @default 'replace' */
  readonly nestedAttributes: 'merge' | 'replace';
  /** Whether null in PATCH attributes is stored or deletes the key. @default 'store' */
  readonly nullAttribute: 'store' | 'delete';
  /** Whether a write outside the state `checkout` gets 400 or is accepted. @default 'refuse' */
  readonly lateWrites: 'refuse' | 'accept';
  /** Whether PATCH consents stores the whole list or nothing, or each entry up to the first invalid one. @default 'atomic' */
  readonly batch: 'atomic' | 'each';
  /** Whether an unknown id in PATCH consents gets 404 or 400, or is skipped. @default 'not-found' */
  readonly unknownConsentInBatch: 'not-found' | 'bad-request' | 'skip';
  /** Whether PATCH consent without `checked` gets 400, changes nothing, or unticks. @default 'refuse' */
  readonly missingChecked: 'refuse' | 'keep' | 'untick';
  /** Whether a different id in the body of PATCH consent is ignored or gets 400. @default 'ignore' */
  readonly otherConsentId: 'ignore' | 'refuse';
  /** Whether POST consents keeps the id of the body; v1 always assigns one. @default 'keep' */
  readonly newConsentId: 'keep' | 'assign';
  /** Whether POST consents with an existing id gets 400 or replaces the consent. @default 'refuse' */
  readonly duplicateConsent: 'refuse' | 'replace';
  /** Whether DELETE of a missing consent or validation gets 404 or 200. @default 'refuse' */
  readonly missingDelete: 'refuse' | 'ignore';
  /** Whether registering a validation again adds a second entry (`keep`), none (`merge`), or gets 400. @default 'keep' */
  readonly duplicateValidation: 'keep' | 'merge' | 'refuse';
  /** Whether the response to POST validations has the new id in the header `location`. @default 'absent' */
  readonly validationLocation: 'absent' | 'present';
  /** Whether validations can have any URL, or get 400 unless it is https. @default 'any' */
  readonly validationUrls: 'any' | 'https';
  /** Whether the key allows managing validations; if denied, 403. @default 'allowed' */
  readonly validationRights: 'allowed' | 'denied';
  /** Body of a failed validate: a list, a list in `errors`, or the first failure. @default 'list' */
  readonly validateFailure: 'list' | 'errors' | 'single';
  /** Whether validate fails for required consents that are not ticked. @default 'ignore' */
  readonly validateConsents: 'ignore' | 'report';
  /** Body of the request to a registered validation: empty, or the order. @default 'empty' */
  readonly validationBody: 'empty' | 'order';
  /** Whether `checkout` → `completed` in one step requires the required consents. @default 'gated' */
  readonly directCompletion: 'gated' | 'open';
  /** Whether PUT state takes effect before its response, or responds 202 and takes effect later. @default 'at-once' */
  readonly stateChange: 'at-once' | 'later';
  /** Whether a write is accepted or gets 409 while another write of the order is pending. @default 'accept' */
  readonly parallelWrites: 'accept' | 'conflict';
  /** Whether a second order with the same cart reference is created or gets 409. @default 'accept' */
  readonly duplicateCart: 'accept' | 'conflict';
  /** Whether an order of another merchant or channel gets 404 or 403. @default 'not-found' */
  readonly foreignOrder: 'not-found' | 'forbidden';
  /** Body of the 201 for a new order: `{ id }`, or the id as a string. @default 'object' */
  readonly createdBody: 'object' | 'string';
  /** Whether responses have CORS headers that allow any origin. @default 'absent' */
  readonly cors: 'absent' | 'present';
}

type Values = { readonly [Name in keyof Unknowns]: readonly [Unknowns[Name], ...Unknowns[Name][]] };

/** All values of each unknown, the default first. */
export const unknownValues: Values = {
  attributes: ['merge', 'replace'],
  nestedAttributes: ['replace', 'merge'],
  nullAttribute: ['store', 'delete'],
  lateWrites: ['refuse', 'accept'],
  batch: ['atomic', 'each'],
  unknownConsentInBatch: ['not-found', 'bad-request', 'skip'],
  missingChecked: ['refuse', 'keep', 'untick'],
  otherConsentId: ['ignore', 'refuse'],
  newConsentId: ['keep', 'assign'],
  duplicateConsent: ['refuse', 'replace'],
  missingDelete: ['refuse', 'ignore'],
  duplicateValidation: ['keep', 'merge', 'refuse'],
  validationLocation: ['absent', 'present'],
  validationUrls: ['any', 'https'],
  validationRights: ['allowed', 'denied'],
  validateFailure: ['list', 'errors', 'single'],
  validateConsents: ['ignore', 'report'],
  validationBody: ['empty', 'order'],
  directCompletion: ['gated', 'open'],
  stateChange: ['at-once', 'later'],
  parallelWrites: ['accept', 'conflict'],
  duplicateCart: ['accept', 'conflict'],
  foreignOrder: ['not-found', 'forbidden'],
  createdBody: ['object', 'string'],
  cors: ['absent', 'present'],
};

/** The values a sandbox starts with. */
export const defaultUnknowns: Unknowns = firstValues(unknownValues);

function firstValues<Options extends object>(values: {
  readonly [Name in keyof Options]: readonly [Options[Name], ...Options[Name][]];
}): Options {
  const first: Partial<Options> = {};
  for (const name of Object.keys(values) as (keyof Options)[]) first[name] = values[name][0];
  return first as Options;
}

/** Throws a `TypeError` for a behaviour or a value that does not exist, which would do nothing. */
export function checkUnknowns(given: object): void {
  for (const [name, value] of Object.entries(given)) {
    if (!isUnknown(name)) throw new TypeError(`unknowns has no ${name}.`);
    const values: readonly unknown[] = unknownValues[name];
    if (!values.includes(value))
      throw new TypeError(`${name} of unknowns is one of ${values.join(', ')}, not ${String(value)}.`);
  }
}

/** Returns whether the sandbox has a behaviour of this name. */
export function isUnknown(name: string): name is keyof Unknowns {
  return Object.hasOwn(unknownValues, name);
}
