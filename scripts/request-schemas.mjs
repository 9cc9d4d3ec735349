import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';

// Writes the schemas of request bodies from openapi.yaml, for the sandbox, which runs in browsers too.
const source = new URL('../packages/core/openapi.yaml', import.meta.url);
const target = new URL('../packages/sandbox/src/api/request-schemas.gen.ts', import.meta.url);

/** @typedef {{ [key: string]: unknown }} Node */

/** Members of a schema that a check of a request reads. */
const kept = ['$ref', 'allOf', 'type', 'enum', 'pattern', 'required', 'properties', 'items'];

/**
 * Returns the schemas of request bodies by operation, and the shared schemas they refer to.
 *
 * @param {string} yaml
 */
function readRequestSchemas(yaml) {
  const document = parse(yaml);
  /** @type {Node} */
  const bodies = {};
  /** @type {Node} */
  const shared = {};
  const share = (/** @type {string} */ name) => {
    if (name in shared) return;
    shared[name] = {};
    shared[name] = shorten(document.components.schemas[name], share);
  };
  for (const item of Object.values(document.paths)) {
    for (const { operationId, requestBody } of Object.values(item)) {
      if (operationId === undefined || requestBody === undefined) continue;
      const schema = shorten(requestBody.content['application/json'].schema, share);
      bodies[operationId] = { isRequired: requestBody.required === true, schema };
    }
  }
  return { bodies, shared };
}

/**
 * Returns a schema without the members that no check reads.
 *
 * @param {Node} schema
 * @param {(name: string) => void} share
 * @returns {Node}
 */
function shorten(schema, share) {
  const entries = kept
    .filter((member) => member in schema)
    .map((member) => {
      const value = schema[member];
      if (member === '$ref') {
        const name = String(value).replace('#/components/schemas/', '');
        share(name);
        return [member, name];
      }
      if (member === 'allOf')
        return [member, /** @type {Node[]} */ (value).map((part) => shorten(part, share))];
      if (member === 'items') return [member, shorten(/** @type {Node} */ (value), share)];
      if (member !== 'properties') return [member, value];
      const properties = Object.entries(/** @type {Node} */ (value));
      return [
        member,
        Object.fromEntries(
          properties.map(([name, part]) => [name, shorten(/** @type {Node} */ (part), share)]),
        ),
      ];
    });
  return Object.fromEntries(entries);
}

/**
 * Returns the generated file for the text of openapi.yaml.
 *
 * @param {string} yaml
 */
export function writeRequestSchemas(yaml) {
  const { bodies, shared } = readRequestSchemas(yaml);
  return [
    '// Generated from packages/core/openapi.yaml: npm run generate:requests',
    "import type { BodySchema, Schema } from './check-body.ts';",
    '',
    `export const bodies: Readonly<Record<string, BodySchema>> = ${JSON.stringify(bodies, null, 2)};`,
    '',
    `export const shared: Readonly<Record<string, Schema>> = ${JSON.stringify(shared, null, 2)};`,
    '',
  ].join('\n');
}

if (process.argv[1]?.endsWith('request-schemas.mjs')) {
  writeFileSync(target, writeRequestSchemas(readFileSync(source, 'utf8')));
}
