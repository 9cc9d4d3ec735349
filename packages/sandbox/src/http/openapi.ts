import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { isRecord } from '../api/request.ts';
import type { Operation } from '../types.ts';

/** The OpenAPI document of the order API, as a judge of requests and answers. */
export interface OpenApi {
  /** What is wrong with a request that has passed the door; undefined if nothing is. */
  readonly checkRequest: (
    operation: Operation,
    headers: Record<string, string>,
    body: unknown,
  ) => string | undefined;
  /** What is wrong with an answer; undefined if nothing is. */
  readonly checkAnswer: (operation: Operation, status: number, body: unknown) => string | undefined;
  /** What is wrong with a value of one of the document's schemas. */
  readonly checkSchema: (name: string, value: unknown) => Violation | undefined;
  /** Every status the document has for each operation. */
  readonly statuses: ReadonlyMap<Operation, readonly number[]>;
}

/** Where a value breaks its schema, and how. */
export interface Violation {
  /** Members from the outside in. */
  readonly path: readonly string[];
  readonly message: string;
}

type Pointer = readonly string[];
interface Documented {
  readonly pointer: Pointer;
  readonly parameters: readonly Pointer[];
}

/** Reads the document that ships with the package; in its repository the one beside the client. */
export function loadOpenApi(): OpenApi {
  const document = parse(readFileSync(findDocument(), 'utf8')) as Record<string, unknown>;
  const operations = readOperations(document);
  const check = createChecker(document);
  const of = (operation: Operation) => operations.get(operation) as Documented;

  return {
    checkRequest: (operation, headers, body) => {
      const { pointer, parameters } = of(operation);
      const headerFault = parameters
        .map((parameter) => checkHeader(document, parameter, headers, check))
        .find(isText);
      if (headerFault !== undefined) return headerFault;
      const request = follow(document, [...pointer, 'requestBody']);
      if (body === undefined)
        return at(document, [...request, 'required']) === true ? 'The body is missing.' : undefined;
      if (at(document, request) === undefined) return 'There should be no body.';
      return word('body', check([...request, ...json], body));
    },
    checkAnswer: (operation, status, body) => {
      const response = follow(document, [...of(operation).pointer, 'responses', String(status)]);
      if (at(document, response) === undefined) return `${status} is not documented.`;
      if (at(document, [...response, 'content']) !== undefined)
        return word('body', check([...response, ...json], body));
      return body === undefined ? undefined : 'There should be no body.';
    },
    checkSchema: (name, value) => check(['components', 'schemas', name], value),
    statuses: new Map(
      [...operations].map(([operation, { pointer }]) => [
        operation,
        Object.keys(at(document, [...pointer, 'responses']) as object).map(Number),
      ]),
    ),
  };
}

const json = ['content', 'application/json', 'schema'];

function findDocument(): string {
  const places = ['../openapi.yaml', '../../../core/openapi.yaml'].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  return places.find((place) => existsSync(place)) ?? places[0] ?? '';
}

function readOperations(document: Record<string, unknown>): ReadonlyMap<Operation, Documented> {
  const found = new Map<Operation, Documented>();
  for (const [path, item] of Object.entries(
    at(document, ['paths']) as Record<string, Record<string, unknown>>,
  )) {
    for (const [method, given] of Object.entries(item)) {
      if (!isRecord(given) || typeof given['operationId'] !== 'string') continue;
      const lists = [
        ['paths', path, 'parameters'],
        ['paths', path, method, 'parameters'],
      ];
      const parameters = lists.flatMap((list) =>
        ((at(document, list) ?? []) as unknown[]).map((_, index) =>
          follow(document, [...list, String(index)]),
        ),
      );
      found.set(given['operationId'] as Operation, { pointer: ['paths', path, method], parameters });
    }
  }
  return found;
}

function createChecker(
  document: Record<string, unknown>,
): (pointer: Pointer, value: unknown) => Violation | undefined {
  // OpenAPI puts members of its own beside those of JSON Schema, which strict mode would refuse.
  const ajv = new Ajv2020({ strict: false });
  addFormats(ajv);
  ajv.addSchema({ ...document, $id: 'openapi' });
  const compiled = new Map<string, ValidateFunction>();
  return (pointer, value) => {
    const $ref = `openapi#/${pointer.map(escape).join('/')}`;
    const validate = compiled.get($ref) ?? ajv.compile({ $ref });
    compiled.set($ref, validate);
    if (validate(value)) return undefined;
    const [error] = validate.errors ?? [];
    return {
      path: (error?.instancePath ?? '').split('/').slice(1).map(unescape),
      message: `${error?.message ?? 'is wrong'}${listAllowed(error?.params)}`,
    };
  };
}

function checkHeader(
  document: Record<string, unknown>,
  pointer: Pointer,
  headers: Record<string, string>,
  check: ReturnType<typeof createChecker>,
): string | undefined {
  const {
    name,
    in: place,
    required,
  } = at(document, pointer) as { name: string; in: string; required?: boolean };
  if (place !== 'header') return undefined;
  const value = headers[name];
  if (value === undefined) return required === true ? `The header ${name} is missing.` : undefined;
  return word(`header ${name}`, check([...pointer, 'schema'], value));
}

function word(place: string, violation: Violation | undefined): string | undefined {
  return violation && `${[place, ...violation.path].join('/')} ${violation.message}.`;
}

function listAllowed(params: Record<string, unknown> | undefined): string {
  const allowed = params?.['allowedValues'];
  return Array.isArray(allowed) ? `: ${allowed.join(', ')}` : '';
}

/** The place a pointer means, past any references on its way. */
function follow(document: Record<string, unknown>, pointer: Pointer): Pointer {
  const value = at(document, pointer);
  const ref = isRecord(value) ? value['$ref'] : undefined;
  return typeof ref === 'string' ? follow(document, ref.split('/').slice(1).map(unescape)) : pointer;
}

function at(document: unknown, pointer: Pointer): unknown {
  return pointer.reduce(
    (value, member) => (value as Record<string, unknown> | undefined)?.[member],
    document,
  );
}

function escape(member: string): string {
  return encodeURIComponent(member.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function unescape(member: string): string {
  return decodeURIComponent(member).replaceAll('~1', '/').replaceAll('~0', '~');
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
