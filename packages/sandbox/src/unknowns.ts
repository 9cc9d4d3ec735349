/**
 * What no public page says about the order API. Each has every answer it could have, so that a page can be
 * proven under all of them; the default is what the published verbs, types and examples suggest.
 */
export interface Unknowns {
  /** What PATCH attributes does to keys it does not name. @default 'merge' */
  readonly attributes: 'merge' | 'replace';
  /** What PATCH attributes does with an object below an existing object. @default 'replace' */
  readonly nestedAttributes: 'merge' | 'replace';
  /** What PATCH attributes does with null. @default 'store' */
  readonly nullAttribute: 'store' | 'delete';
  /** What a write outside the state `checkout` gets: 400, or its way. @default 'refuse' */
  readonly lateWrites: 'refuse' | 'accept';
  /** Whether a list of consents is stored as a whole or entry by entry. @default 'atomic' */
  readonly batch: 'atomic' | 'each';
  /** What a list of consents with an unknown id gets: 404, 400, or nothing for that entry. @default 'not-found' */
  readonly unknownConsentInBatch: 'not-found' | 'bad-request' | 'skip';
  /** What PATCH consent without `checked` gets: 400, no change, or read as false. @default 'refuse' */
  readonly missingChecked: 'refuse' | 'keep' | 'untick';
  /** What PATCH consent gets when the body names another id than the path. @default 'ignore' */
  readonly otherConsentId: 'ignore' | 'refuse';
  /** Whether POST consents keeps the id of the body; v1 never does. @default 'keep' */
  readonly newConsentId: 'keep' | 'assign';
  /** What POST consents with a taken id gets: 400, or the new one in place of the old. @default 'refuse' */
  readonly duplicateConsent: 'refuse' | 'replace';
  /** What DELETE of a missing consent or validation gets: 404, or 200. @default 'refuse' */
  readonly missingDelete: 'refuse' | 'ignore';
  /** What the same validation registered again gets: a second entry, the first one, or 400. @default 'keep' */
  readonly duplicateValidation: 'keep' | 'merge' | 'refuse';
  /** Whether the answer to POST validations has the new id in `location`. @default 'absent' */
  readonly validationLocation: 'absent' | 'present';
  /** Which validation addresses are taken; others get 400. @default 'any' */
  readonly validationUrls: 'any' | 'https';
  /** Whether the key may manage validations; if not, 403. @default 'allowed' */
  readonly validationRights: 'allowed' | 'denied';
  /** The body of a refused validate: a list, a list in `errors`, or the first reason alone. @default 'list' */
  readonly validateFailure: 'list' | 'errors' | 'single';
  /** Whether validate reports required consents that are not ticked. @default 'ignore' */
  readonly validateConsents: 'ignore' | 'report';
  /** Whether a registered address is sent the order. @default 'empty' */
  readonly validationBody: 'empty' | 'order';
  /** Whether `checkout` → `completed` in one step asks for the required consents too. @default 'gated' */
  readonly directCompletion: 'gated' | 'open';
  /** Whether PUT state is done when it answers, or answers 202 and is done afterwards. @default 'at-once' */
  readonly stateChange: 'at-once' | 'later';
  /** What a write gets that arrives while another one of the order is under way. @default 'accept' */
  readonly parallelWrites: 'accept' | 'conflict';
  /** What a second order for the same cart reference gets: its own order, or 409. @default 'accept' */
  readonly duplicateCart: 'accept' | 'conflict';
  /** What an order of another merchant or channel gets: 404, or 403. @default 'not-found' */
  readonly foreignOrder: 'not-found' | 'forbidden';
  /** The body of the 201 for a new order: `{ id }`, or the id as a string. @default 'object' */
  readonly createdBody: 'object' | 'string';
  /** Whether browsers of any origin may call the API. @default 'absent' */
  readonly cors: 'absent' | 'present';
}

type Values = { readonly [Name in keyof Unknowns]: readonly [Unknowns[Name], ...Unknowns[Name][]] };

/** Every value of every unknown, the default first. */
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
