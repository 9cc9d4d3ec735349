import { ownProps } from './stage-args.ts';
import type { StageGlobals } from './stage-args.ts';

/** The parts of a story that its code depends on. */
export interface SourceContext extends StageGlobals {
  readonly title: string;
  readonly component?: unknown;
  readonly args: object;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * Returns the code of a story as a person writes it: the import and the element of its component. `parameters.code` has the
 * text of props that are functions. A story that renders something else sets `parameters.docs.source.code`.
 */
export function showSource(_code: string, context: SourceContext): string {
  if (!context.component) return '';
  const name = context.title.split('/').at(-1) ?? '';
  const code = context.parameters['code'] as Readonly<Record<string, string>> | undefined;
  return codeOf(name, ownProps(context.args, context), code);
}

/**
 * Returns the import and the element of a component of the kit.
 *
 * @param code props with their code, such as functions
 */
export function codeOf(name: string, props: object, code: Readonly<Record<string, string>> = {}): string {
  const attributes = Object.entries<unknown>({ ...props, ...code }).flatMap(([prop, value]) =>
    attributeOf(prop, prop in code ? { code: String(value) } : value),
  );
  const line = `<${[name, ...attributes].join(' ')} />`;
  const element =
    line.length <= 80 && !line.includes('\n') ? line : `<${name}\n  ${attributes.join('\n  ')}\n/>`;
  return `import { ${name} } from '@norce-kit/react';\n\n${element};`;
}

function attributeOf(prop: string, value: unknown): readonly string[] {
  if (value === undefined || typeof value === 'function') return [];
  if (value === true) return [prop];
  if (typeof value === 'string')
    return [/["\\\n]/.test(value) ? `${prop}={${quote(value)}}` : `${prop}="${value}"`];
  if (typeof value === 'object' && value !== null && 'code' in value)
    return [`${prop}={${String(value.code)}}`];
  return [`${prop}={${literalOf(value, '  ')}}`];
}

function literalOf(value: unknown, indent: string): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => `${indent}  ${literalOf(item, `${indent}  `)},\n`);
    return `[\n${items.join('')}${indent}]`;
  }
  const members = Object.entries(value).map(([key, item]) => `${key}: ${literalOf(item, indent)}`);
  return `{ ${members.join(', ')} }`;
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
}
