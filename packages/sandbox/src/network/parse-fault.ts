import { isRecord } from '../api/request.ts';
import { operations } from '../api/routes.ts';
import { isAmount, isMilliseconds } from '../random.ts';
import type { Fault, FaultKind } from './faults.ts';

type Check = (value: unknown) => boolean;
type Checks = Readonly<Record<string, Check>>;

const isText: Check = (value) => typeof value === 'string';
const isHeaders: Check = (value) => isRecord(value) && Object.values(value).every(isText);
const isOneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const isOperation: Check = (value) => [value].flat().every(isOneOf(...operations));
const isWhen = isOneOf('before', 'after');

const sharedChecks: Checks = {
  kind: isText,
  operation: isOperation,
  orderId: isText,
  consentId: isText,
  probability: isAmount,
  times: isAmount,
};

const checksByKind: Readonly<Record<FaultKind['kind'], Checks>> = {
  delay: { before: isMilliseconds, after: isMilliseconds },
  headers: { headers: isHeaders },
  status: { status: isAmount, headers: isHeaders, body: () => true, when: isWhen },
  hang: { when: isWhen },
  drop: { message: isText },
  'apply-then-drop': {},
  'drop-then-apply': { after: isMilliseconds },
  truncate: {},
  silence: {},
  redirect: { status: isOneOf(301, 302, 303, 307, 308), location: isText },
  'login-page': {},
  duplicate: { after: isMilliseconds },
};
const requiredMember: Readonly<Partial<Record<FaultKind['kind'], string>>> = {
  headers: 'headers',
  status: 'status',
};

/** Returns the fault in a parsed JSON value, or the reason why it is none. */
export function parseFault(value: unknown): Fault | string {
  return findProblem(value) ?? (value as Fault);
}

function findProblem(value: unknown): string | undefined {
  if (!isRecord(value)) return 'A fault has to be an object.';
  const { kind } = value;
  if (!isKind(kind)) return `kind has to be one of ${Object.keys(checksByKind).join(', ')}.`;
  const required = requiredMember[kind];
  if (required !== undefined && !(required in value)) return `A fault of kind ${kind} needs ${required}.`;
  const checks = { ...sharedChecks, ...checksByKind[kind] };
  for (const [member, given] of Object.entries(value)) {
    const check = Object.hasOwn(checks, member) ? checks[member] : undefined;
    if (check === undefined) return `A fault of kind ${kind} has no ${member}.`;
    if (!check(given)) return `${member} cannot be ${JSON.stringify(given)}.`;
  }
  return undefined;
}

function isKind(kind: unknown): kind is FaultKind['kind'] {
  return typeof kind === 'string' && Object.hasOwn(checksByKind, kind);
}
