import type { Fault, FaultKind } from './fault.ts';
import { isRecord } from '../api/request.ts';
import { operations } from '../api/routes.ts';

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === 'string';
const amount: Check = (value) => typeof value === 'number' && value >= 0;
const milliseconds: Check = (value) =>
  amount(value) || (Array.isArray(value) && value.length === 2 && value.every(amount));
const texts: Check = (value) => isRecord(value) && Object.values(value).every(text);
const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const operation: Check = (value) => [value].flat().every(oneOf(...operations));
const when = oneOf('before', 'after');

const target = { kind: text, operation, orderId: text, consentId: text, probability: amount, times: amount };

const kinds: Readonly<Record<FaultKind['kind'], Readonly<Record<string, Check>>>> = {
  delay: { before: milliseconds, after: milliseconds },
  headers: { headers: texts },
  status: { status: amount, headers: texts, body: () => true, when },
  hang: { when },
  drop: { message: text },
  'apply-then-drop': {},
  'drop-then-apply': { after: milliseconds },
  truncate: {},
  silence: {},
  redirect: { status: oneOf(301, 302, 303, 307, 308), location: text },
  'login-page': {},
  duplicate: { after: milliseconds },
};
const needed: Readonly<Partial<Record<FaultKind['kind'], string>>> = { headers: 'headers', status: 'status' };

/** A fault that came as JSON, or what is wrong with it. */
export function readFault(value: unknown): Fault | string {
  if (!isRecord(value)) return 'A fault has to be an object.';
  const { kind } = value;
  if (!isKind(kind)) return `kind has to be one of ${Object.keys(kinds).join(', ')}.`;
  const missing = needed[kind];
  if (missing !== undefined && !(missing in value)) return `A fault of kind ${kind} needs ${missing}.`;
  const checks: Readonly<Record<string, Check>> = { ...target, ...kinds[kind] };
  for (const [member, given] of Object.entries(value)) {
    if (checks[member] === undefined) return `A fault of kind ${kind} has no ${member}.`;
    if (!checks[member](given)) return `${member} cannot be ${JSON.stringify(given)}.`;
  }
  return value as unknown as Fault;
}

function isKind(kind: unknown): kind is FaultKind['kind'] {
  return typeof kind === 'string' && Object.hasOwn(kinds, kind);
}
