import { LineCounter, isScalar, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { isConsentId } from '../api/consent-id.ts';
import { isStatus } from '../api/order-state.ts';
import { isRecord } from '../api/request.ts';
import * as seeds from '../seeds.ts';
import type { OrderInput } from '../types.ts';
import type { OpenApi } from './openapi.ts';

/** The predefined orders by name. */
export const namedSeeds: Readonly<Record<string, () => OrderInput>> = {
  swedish: seeds.swedish,
  norwegian: seeds.norwegian,
  german: seeds.german,
  requiredTerms: seeds.requiredTerms,
  manyConsents: seeds.manyConsents,
  longTexts: seeds.longTexts,
  hostileTexts: seeds.hostileTexts,
};

const orderMembers = [
  'id',
  'status',
  'reference',
  'culture',
  'currency',
  'country',
  'cart',
  'customer',
  'consents',
  'validations',
  'attributes',
  'payments',
  'shippings',
];
const consentMembers = ['id', 'checked', 'required', 'text'];

interface SeedError {
  readonly path: readonly (string | number)[];
  readonly reason: string;
}

/**
 * Reads a seed file: a list of orders and names of predefined orders, in JSON or YAML. Throws an `Error` with file,
 * line and reason.
 *
 * @example
 * const seed = readSeeds('- norwegian\n- id: o_mine\n  currency: EUR', 'orders.yaml', loadOpenApi());
 * const sandbox = createSandbox({ seed });
 */
export function readSeeds(text: string, file: string, openApi: OpenApi): readonly OrderInput[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [syntaxError] = document.errors;
  if (syntaxError !== undefined)
    throw new Error(`${file}:${lines.linePos(syntaxError.pos[0]).line}: ${syntaxError.message}`);
  const list = document.toJS() as unknown;
  const error = Array.isArray(list)
    ? findError(list, openApi)
    : { path: [], reason: 'has to be a list of orders' };
  if (error !== undefined) throw new Error(`${file}:${lineOf(document, error, lines)}: ${toSentence(error)}`);
  return (list as (string | OrderInput)[]).map((entry) =>
    typeof entry === 'string' ? (namedSeeds[entry] ?? seeds.swedish)() : entry,
  );
}

function findError(list: readonly unknown[], openApi: OpenApi): SeedError | undefined {
  const ids = new Set<unknown>();
  for (const [index, entry] of list.entries()) {
    const error = typeof entry === 'string' ? checkName(entry) : checkOrder(entry, openApi);
    if (error !== undefined) return { ...error, path: [index, ...error.path] };
    const id = isRecord(entry) ? entry['id'] : undefined;
    if (id !== undefined && ids.has(id))
      return { path: [index, 'id'], reason: 'is the id of an order above' };
    ids.add(id);
  }
  return undefined;
}

function checkName(name: string): SeedError | undefined {
  return Object.hasOwn(namedSeeds, name)
    ? undefined
    : { path: [], reason: `is none of ${Object.keys(namedSeeds).join(', ')}` };
}

function checkOrder(order: unknown, openApi: OpenApi): SeedError | undefined {
  if (!isRecord(order)) return { path: [], reason: 'has to be an order or the name of one' };
  const violation = openApi.checkSchema('OrderCreate', order);
  if (violation !== undefined) return { path: violation.path, reason: violation.message };
  const { id, status, payments = [], shippings = [], consents = [] } = order;
  if (id !== undefined && typeof id !== 'string') return { path: ['id'], reason: 'must be string' };
  if (id === '') return { path: ['id'], reason: 'is empty' };
  if (status !== undefined && !isStatus(status))
    return { path: ['status'], reason: 'is no state of an order' };
  if (!Array.isArray(payments)) return { path: ['payments'], reason: 'must be array' };
  if (!Array.isArray(shippings)) return { path: ['shippings'], reason: 'must be array' };
  return (
    findUnknownMember(order, orderMembers) ??
    (consents as Record<string, unknown>[])
      .map((consent, index, all) =>
        addPrefix(['consents', index], checkConsent(consent, all.slice(0, index))),
      )
      .find((error) => error !== undefined)
  );
}

/** Checks a consent whose types the schema has checked. */
function checkConsent(
  consent: Readonly<Record<string, unknown>>,
  above: readonly Readonly<Record<string, unknown>>[],
): SeedError | undefined {
  const { id = '' } = consent;
  if (id !== '' && !isConsentId(String(id))) return { path: ['id'], reason: 'is no id of a consent' };
  if (id !== '' && above.some((other) => other['id'] === id))
    return { path: ['id'], reason: 'is the id of a consent above' };
  return findUnknownMember(consent, consentMembers);
}

function findUnknownMember(
  value: Readonly<Record<string, unknown>>,
  known: readonly string[],
): SeedError | undefined {
  const member = Object.keys(value).find((name) => !known.includes(name));
  return member === undefined ? undefined : { path: [member], reason: `is none of ${known.join(', ')}` };
}

function addPrefix(path: SeedError['path'], error: SeedError | undefined): SeedError | undefined {
  return error && { ...error, path: [...path, ...error.path] };
}

function lineOf(document: Document, { path }: SeedError, lines: LineCounter): number {
  const node: unknown = document.getIn(path, true) ?? document.contents;
  const start =
    isRecord(node) || isScalar(node) ? (node as { range?: [number] | null }).range?.[0] : undefined;
  return lines.linePos(start ?? 0).line;
}

function toSentence({ path, reason }: SeedError): string {
  const [index, ...members] = path;
  if (index === undefined) return `The file ${reason}.`;
  const entry = Number(index) + 1;
  return members.length === 0
    ? `Entry ${entry} ${reason}.`
    : `${members.join('.')} of entry ${entry} ${reason}.`;
}
