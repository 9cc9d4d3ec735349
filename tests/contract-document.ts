import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

type Node = Readonly<Record<string, unknown>>;

interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: RegExp;
  readonly pointer: string;
  readonly parameters: readonly string[];
  /** Who sends it: a browser through the handler, a server, or only clients of the vendor to the sandbox. */
  readonly exposure: string;
}

const file = new URL('../packages/core/openapi.yaml', import.meta.url);
/** The OpenAPI document from which the wire types are generated. */
export const document: Node = parse(readFileSync(file, 'utf8')) as Node;

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(document, 'openapi');

const escape = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** Resolves a JSON pointer, follows references, and returns the value with its place. */
function at(pointer: string): { node: unknown; pointer: string } {
  let node: unknown = document;
  let here = '';
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    node = (node as Node | undefined)?.[key];
    here += `/${part}`;
    const reference = (node as Node | undefined)?.['$ref'];
    if (typeof reference === 'string') ({ node, pointer: here } = at(reference.slice(1)));
  }
  return { node, pointer: here };
}

const has = (pointer: string) => at(pointer).node !== undefined;

/** The operations of the document. */
export const operations: readonly Operation[] = Object.entries(document['paths'] as Node).flatMap(
  ([template, item]) =>
    Object.entries(item as Node).flatMap(([method, operation]) => {
      const name = (operation as Node)['operationId'];
      if (typeof name !== 'string') return [];
      const pointer = `/paths/${escape(template)}/${method}`;
      const lists = [`/paths/${escape(template)}/parameters`, `${pointer}/parameters`];
      const parameters = lists.flatMap((list) =>
        ((at(list).node ?? []) as unknown[]).map((_, index) => `${list}/${index}`),
      );
      const path = new RegExp(`${template.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
      const exposure = String((operation as Node)['x-kit-exposure']);
      return [{ name, exposure, method: method.toUpperCase(), path, pointer, parameters }];
    }),
);

/** Returns the operation of a request. */
export function operationOf(request: Request): Operation | undefined {
  const { pathname } = new URL(request.url);
  return operations.find(({ method, path }) => method === request.method && path.test(pathname));
}

function complaints(pointer: string, value: unknown, what: string): string[] {
  const validate = ajv.getSchema(`openapi#${encodeURI(at(pointer).pointer)}`);
  if (validate === undefined) return [`${what}: no schema at ${pointer}`];
  if (validate(value) === true) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${what}${instancePath} ${message ?? ''}`,
  );
}

/** Returns the violations of a request; `withHeaders: false` ignores headers that the handler adds. */
export async function wrongWithRequest(request: Request, withHeaders = true): Promise<string[]> {
  const operation = operationOf(request);
  if (operation === undefined) return [`no operation ${request.method} ${request.url}`];
  const groups = operation.path.exec(new URL(request.url).pathname)?.groups ?? {};
  const ofParameters = operation.parameters.flatMap((pointer) => {
    const { name, in: place, required } = at(pointer).node as Record<string, string>;
    if (name === undefined || (place === 'header' && !withHeaders)) return [];
    const value = place === 'header' ? request.headers.get(name) : decodeURIComponent(groups[name] ?? '');
    if (value === null) return required ? [`${name} is missing`] : [];
    return complaints(`${at(pointer).pointer}/schema`, value, name);
  });
  const key = request.headers.get('authorization');
  const ofKey = withHeaders && !/^Bearer \S+$/.test(key ?? '') ? ['the key is missing'] : [];
  return [...ofParameters, ...ofKey, ...(await wrongWithBody(request, `${operation.pointer}/requestBody`))];
}

/** Returns the violations of a response to this request. */
export async function wrongWithAnswer(request: Request, response: Response): Promise<string[]> {
  const operation = operationOf(request);
  if (operation === undefined) return [`no operation ${request.method} ${request.url}`];
  const pointer = `${operation.pointer}/responses/${response.status}`;
  if (!has(pointer)) return [`${operation.name} has no answer ${response.status}`];
  return wrongWithBody(response, at(pointer).pointer);
}

async function wrongWithBody(message: Request | Response, pointer: string): Promise<string[]> {
  const text = await message.clone().text();
  const described = `${pointer}/content/application~1json/schema`;
  if (!has(described)) return text === '' ? [] : [`a body where none is described: ${text}`];
  const isRequired = (at(pointer).node as Node)['required'] !== false;
  if (text === '') return isRequired ? ['the body is missing'] : [];
  if (!/^application\/(problem\+)?json/.test(message.headers.get('content-type') ?? '')) {
    return ['the body is not declared as JSON'];
  }
  return complaints(described, JSON.parse(text), 'body');
}
