import { LineCounter, isScalar, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { isRecord } from '../api/request.ts';
import type { OpenApi } from './openapi.ts';
import * as seeds from '../seeds.ts';
import { isStatus } from '../api/order-state.ts';
import type { OrderInput } from '../types.ts';

/** The ready orders, by name. */
export const namedSeeds: Readonly<Record<string, () => OrderInput>> = {
  swedish: seeds.swedish,
  norwegian: seeds.norwegian,
  german: seeds.german,
  requiredTerms: seeds.requiredTerms,
  manyConsents: seeds.manyConsents,
  longTexts: seeds.longTexts,
  hostileTexts: seeds.hostileTexts,
};

const orderMembers =
  'id status reference culture currency country cart customer consents validations attributes payments shippings'.split(
    ' ',
  );
const consentMembers = ['id', 'checked', 'required', 'text'];

interface Fault {
  readonly path: readonly (string | number)[];
  readonly reason: string;
}

/**
 * Reads a seed file: a list, in JSON or YAML, of orders and names of ready ones.
 * Throws an `Error` that names file, line and reason.
 */
export function readSeeds(text: string, file: string, openApi: OpenApi): readonly OrderInput[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken !== undefined)
    throw new Error(`${file}:${lines.linePos(broken.pos[0]).line}: ${broken.message}`);
  const list = document.toJS() as unknown;
  const fault = Array.isArray(list)
    ? findFault(list, openApi)
    : { path: [], reason: 'has to be a list of orders' };
  if (fault !== undefined) throw new Error(`${file}:${lineOf(document, fault, lines)}: ${sentence(fault)}`);
  return (list as (string | OrderInput)[]).map((entry) =>
    typeof entry === 'string' ? (namedSeeds[entry] ?? seeds.swedish)() : entry,
  );
}

function findFault(list: readonly unknown[], openApi: OpenApi): Fault | undefined {
  const ids = new Set<unknown>();
  for (const [index, entry] of list.entries()) {
    const fault = typeof entry === 'string' ? checkName(entry) : checkOrder(entry, openApi);
    if (fault !== undefined) return { ...fault, path: [index, ...fault.path] };
    const id = isRecord(entry) ? entry['id'] : undefined;
    if (id !== undefined && ids.has(id))
      return { path: [index, 'id'], reason: 'is the id of an order above' };
    ids.add(id);
  }
  return undefined;
}

function checkName(name: string): Fault | undefined {
  return Object.hasOwn(namedSeeds, name)
    ? undefined
    : { path: [], reason: `is none of ${Object.keys(namedSeeds).join(', ')}` };
}

function checkOrder(order: unknown, openApi: OpenApi): Fault | undefined {
  if (!isRecord(order)) return { path: [], reason: 'has to be an order or the name of one' };
  const violation = openApi.checkSchema('OrderCreate', order);
  if (violation !== undefined) return { path: violation.path, reason: violation.message };
  const { id, status, payments = [], shippings = [], consents = [] } = order;
  if (id !== undefined && typeof id !== 'string') return { path: ['id'], reason: 'must be string' };
  if (status !== undefined && !isStatus(status))
    return { path: ['status'], reason: 'is no state of an order' };
  if (!Array.isArray(payments)) return { path: ['payments'], reason: 'must be array' };
  if (!Array.isArray(shippings)) return { path: ['shippings'], reason: 'must be array' };
  return (
    unknownMember(order, orderMembers) ??
    (consents as Record<string, unknown>[])
      .map((consent, index) => prefix(['consents', index], unknownMember(consent, consentMembers)))
      .find((fault) => fault !== undefined)
  );
}

function unknownMember(
  value: Readonly<Record<string, unknown>>,
  known: readonly string[],
): Fault | undefined {
  const member = Object.keys(value).find((name) => !known.includes(name));
  return member === undefined ? undefined : { path: [member], reason: `is none of ${known.join(', ')}` };
}

function prefix(path: Fault['path'], fault: Fault | undefined): Fault | undefined {
  return fault && { ...fault, path: [...path, ...fault.path] };
}

function lineOf(document: Document, { path }: Fault, lines: LineCounter): number {
  const node: unknown = document.getIn(path, true) ?? document.contents;
  const start =
    isRecord(node) || isScalar(node) ? (node as { range?: [number] | null }).range?.[0] : undefined;
  return lines.linePos(start ?? 0).line;
}

function sentence({ path, reason }: Fault): string {
  const [order, ...rest] = path;
  if (order === undefined) return `The file ${reason}.`;
  return `${rest.length === 0 ? `Entry ${Number(order) + 1}` : `${rest.join('.')} of entry ${Number(order) + 1}`} ${reason}.`;
}
