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

/** Throws a `RangeError` for a fault that could never fire. JavaScript and JSON have no types. */
export function checkFault(fault: Fault): void {
  const problem = findProblem(fault) ?? findWrongValue(fault);
  if (problem !== undefined) throw new RangeError(problem);
}

function findProblem(value: unknown): string | undefined {
  if (!isRecord(value)) return 'A fault has to be an object.';
  const { kind } = value;
  if (!isKind(kind)) return `kind has to be one of ${Object.keys(checksByKind).join(', ')}.`;
  const required = requiredMember[kind];
  if (required !== undefined && value[required] === undefined) {
    return `A fault of kind ${kind} needs ${required}.`;
  }
  const checks = { ...sharedChecks, ...checksByKind[kind] };
  for (const [member, given] of Object.entries(value)) {
    const check = Object.hasOwn(checks, member) ? checks[member] : undefined;
    if (check === undefined) return `A fault of kind ${kind} has no ${member}.`;
    if (given !== undefined && !check(given)) return `${member} cannot be ${show(given)}.`;
  }
  return undefined;
}

function isKind(kind: unknown): kind is FaultKind['kind'] {
  return typeof kind === 'string' && Object.hasOwn(checksByKind, kind);
}

/** Returns a value as text. JSON has no NaN. */
function show(value: unknown): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

function findWrongValue(fault: Fault): string | undefined {
  const { probability = 1, times = 1 } = fault;
  if (probability > 1) return 'probability has to be from 0 to 1.';
  if (times < 1) return 'times has to be 1 or more.';
  if (
    fault.kind === 'status' &&
    !(Number.isInteger(fault.status) && fault.status >= 200 && fault.status <= 599)
  )
    return 'status has to be from 200 to 599.';
  const name = Object.entries(headersOf(fault)).find((header) => !isHeader(header))?.[0];
  return name === undefined ? undefined : `The header ${JSON.stringify(name)} cannot be sent.`;
}

function headersOf(fault: Fault): Readonly<Record<string, string>> {
  if (fault.kind === 'redirect') return fault.location === undefined ? {} : { location: fault.location };
  return fault.kind === 'status' || fault.kind === 'headers' ? (fault.headers ?? {}) : {};
}

// RFC 9110: a token, and visible characters of Latin-1 with spaces between them.
function isHeader([name, value]: readonly [string, string]): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}
