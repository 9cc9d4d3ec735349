import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { isRecord } from '../api/request.ts';
import type { RequestCheck } from '../options.ts';
import type { Operation } from '../types.ts';

/** Validates requests and responses against the OpenAPI document of the order API. */
export interface OpenApi {
  /** Returns why an admitted request is invalid, or undefined. Option of `createSandbox`. */
  readonly checkRequest: RequestCheck;
  /** Returns why a response is invalid, or undefined. */
  readonly checkResponse: (operation: Operation, status: number, body: unknown) => string | undefined;
  /** Returns the first violation of a schema in `components/schemas`, or undefined. */
  readonly checkSchema: (name: string, value: unknown) => Violation | undefined;
  /** The documented statuses of each operation. */
  readonly statuses: ReadonlyMap<Operation, readonly number[]>;
}

/** A value that violates its schema. */
export interface Violation {
  /** Member names from the root to the value. */
  readonly path: readonly string[];
  /** The violated rule, for example `must be string`. */
  readonly message: string;
}

type Document = Readonly<Record<string, unknown>>;
/** The segments of a JSON pointer. */
type Pointer = readonly string[];
type SchemaCheck = (pointer: Pointer, value: unknown) => Violation | undefined;

interface DocumentedOperation {
  readonly pointer: Pointer;
  readonly parameters: readonly Pointer[];
}

/**
 * Loads the OpenAPI document that the package contains.
 *
 * @example
 * const { checkRequest } = loadOpenApi();
 * const sandbox = createSandbox({ checkRequest });
 */
export function loadOpenApi(): OpenApi {
  const document = parse(readFileSync(findDocument(), 'utf8')) as Document;
  const operations = readOperations(document);
  const check = createSchemaCheck(document);
  const find = (operation: Operation) => operations.get(operation) as DocumentedOperation;

  return {
    checkRequest: (operation, headers, body) => {
      const { pointer, parameters } = find(operation);
      const headerProblem = parameters
        .map((parameter) => checkHeader(document, parameter, headers, check))
        .find((problem) => problem !== undefined);
      if (headerProblem !== undefined) return headerProblem;
      const request = resolve(document, [...pointer, 'requestBody']);
      // A body that the document does not describe is ignored: many HTTP clients send `{}` with every POST.
      if (valueAt(document, request) === undefined) return undefined;
      if (body === undefined)
        return valueAt(document, [...request, 'required']) === true ? 'The body is missing.' : undefined;
      return describeViolation('body', check([...request, ...jsonSchema], body));
    },
    checkResponse: (operation, status, body) => {
      const response = resolve(document, [...find(operation).pointer, 'responses', String(status)]);
      if (valueAt(document, response) === undefined) return `${status} is not documented.`;
      if (valueAt(document, [...response, 'content']) !== undefined)
        return describeViolation('body', check([...response, ...jsonSchema], body));
      return body === undefined ? undefined : 'There should be no body.';
    },
    checkSchema: (name, value) => check(['components', 'schemas', name], value),
    statuses: new Map(
      [...operations].map(([operation, { pointer }]) => [
        operation,
        Object.keys(valueAt(document, [...pointer, 'responses']) as object).map(Number),
      ]),
    ),
  };
}

const jsonSchema: Pointer = ['content', 'application/json', 'schema'];

function findDocument(): string {
  // In the published package, and in the repository.
  const places = ['../openapi.yaml', '../../../core/openapi.yaml'].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  return places.find((place) => existsSync(place)) ?? places[0] ?? '';
}

function readOperations(document: Document): ReadonlyMap<Operation, DocumentedOperation> {
  const operations = new Map<Operation, DocumentedOperation>();
  const paths = valueAt(document, ['paths']) as Record<string, Record<string, unknown>>;
  for (const [path, item] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(item)) {
      if (!isRecord(operation) || typeof operation['operationId'] !== 'string') continue;
      const pointer = ['paths', path, method];
      const parameters = [['paths', path], pointer].flatMap((owner) => readParameters(document, owner));
      operations.set(operation['operationId'] as Operation, { pointer, parameters });
    }
  }
  return operations;
}

function readParameters(document: Document, owner: Pointer): readonly Pointer[] {
  const list = [...owner, 'parameters'];
  const parameters = (valueAt(document, list) ?? []) as unknown[];
  return parameters.map((_, index) => resolve(document, [...list, String(index)]));
}

function createSchemaCheck(document: Document): SchemaCheck {
  // Strict mode rejects the members that OpenAPI adds to JSON Schema.
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
      message: `${error?.message ?? 'is wrong'}${allowedValues(error?.params)}`,
    };
  };
}

function checkHeader(
  document: Document,
  pointer: Pointer,
  headers: Record<string, string>,
  check: SchemaCheck,
): string | undefined {
  const parameter = valueAt(document, pointer) as { name: string; in: string; required?: boolean };
  const { name, required } = parameter;
  if (parameter.in !== 'header') return undefined;
  const value = headers[name];
  if (value === undefined) return required === true ? `The header ${name} is missing.` : undefined;
  return describeViolation(`header ${name}`, check([...pointer, 'schema'], value));
}

function describeViolation(place: string, violation: Violation | undefined): string | undefined {
  return violation && `${[place, ...violation.path].join('/')} ${violation.message}.`;
}

function allowedValues(params: Record<string, unknown> | undefined): string {
  const allowed = params?.['allowedValues'];
  return Array.isArray(allowed) ? `: ${allowed.join(', ')}` : '';
}

/** Follows the `$ref` at a pointer, if there is one. */
function resolve(document: Document, pointer: Pointer): Pointer {
  const value = valueAt(document, pointer);
  const ref = isRecord(value) ? value['$ref'] : undefined;
  return typeof ref === 'string' ? resolve(document, ref.split('/').slice(1).map(unescape)) : pointer;
}

function valueAt(document: unknown, pointer: Pointer): unknown {
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
