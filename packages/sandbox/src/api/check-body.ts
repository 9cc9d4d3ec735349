import type { Operation } from '../types.ts';
import { isRecord } from './request.ts';
import { bodies, shared } from './request-schemas.gen.ts';

/** The part of JSON Schema that the request bodies of the OpenAPI document use. */
export interface Schema {
  /** Name of a shared schema. */
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

/** The request body of an operation in the OpenAPI document. */
export interface BodySchema {
  readonly isRequired: boolean;
  readonly schema: Schema;
}

/**
 * Returns why a body does not match the OpenAPI document, or undefined. A body of an operation without one is ignored:
 * many HTTP clients send `{}` with every POST.
 */
export function checkBody(operation: Operation, body: unknown): string | undefined {
  const described = bodies[operation];
  if (described === undefined) return undefined;
  if (body === undefined) return described.isRequired ? 'The body is missing.' : undefined;
  const found = check(described.schema, body, 'body');
  return found && `${found}.`;
}

/** Returns whether the OpenAPI document describes a body for an operation. */
export function hasBody(operation: Operation): boolean {
  return bodies[operation] !== undefined;
}

function check(schema: Schema, value: unknown, place: string): string | undefined {
  if (schema.$ref !== undefined) return check(shared[schema.$ref] ?? {}, value, place);
  if (schema.type !== undefined && !hasType(value, schema.type)) return `${place} must be ${schema.type}`;
  if (schema.enum !== undefined && !schema.enum.includes(value))
    return `${place} must be equal to one of the allowed values: ${schema.enum.join(', ')}`;
  if (
    schema.pattern !== undefined &&
    typeof value === 'string' &&
    !new RegExp(schema.pattern, 'u').test(value)
  )
    return `${place} must match pattern "${schema.pattern}"`;
  return checkParts(schema, value, place);
}

function checkParts(schema: Schema, value: unknown, place: string): string | undefined {
  const { allOf = [], required = [], properties = {}, items } = schema;
  for (const part of allOf) {
    const found = check(part, value, place);
    if (found !== undefined) return found;
  }
  if (Array.isArray(value) && items !== undefined) {
    const entries = value as readonly unknown[];
    return first(entries.map((entry, index) => () => check(items, entry, `${place}/${index}`)));
  }
  if (!isRecord(value)) return undefined;
  const missing = required.find((member) => !Object.hasOwn(value, member));
  if (missing !== undefined) return `${place} must have required property '${missing}'`;
  const given = Object.entries(properties).filter(([member]) => Object.hasOwn(value, member));
  return first(
    given.map(
      ([member, part]) =>
        () =>
          check(part, value[member], `${place}/${member}`),
    ),
  );
}

function first(checks: readonly (() => string | undefined)[]): string | undefined {
  for (const run of checks) {
    const found = run();
    if (found !== undefined) return found;
  }
  return undefined;
}

function hasType(value: unknown, type: string): boolean {
  if (type === 'object') return isRecord(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}
