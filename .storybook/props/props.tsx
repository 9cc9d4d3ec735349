import { useOf } from '@storybook/addon-docs/blocks';
import type { ReactNode } from 'react';
import { groupProps } from './prop-groups.ts';
import type { Prop } from './prop-groups.ts';
import './props.css';

/** A prop in the data of Storybook. */
interface ArgType {
  readonly name: string;
  readonly description?: string;
  readonly type?: { readonly required?: boolean };
  readonly table?: {
    readonly category?: string;
    readonly type?: { readonly summary?: string; readonly detail?: string };
    readonly defaultValue?: { readonly summary?: string } | null;
  };
}

/** Lists the props of the component by group, from its types and docstrings. */
export function Props() {
  const { preparedMeta } = useOf('meta', ['meta']);
  const argTypes = Object.values(preparedMeta.argTypes) as readonly ArgType[];
  const props = argTypes.filter(({ table }) => table?.category !== 'Surroundings').map(readProp);
  return groupProps(props.filter(({ type }) => !/^Refused</.test(type) && type !== 'undefined')).map(
    ([group, members]) => (
      <div key={group} className="docs-props">
        <h3>{group}</h3>
        <dl>
          {members.map((prop) => (
            <PropEntry key={prop.name} prop={prop} />
          ))}
        </dl>
      </div>
    ),
  );
}

function PropEntry({ prop: { name, type, isRequired, summary, initial } }: { prop: Prop }) {
  return (
    <div className="docs-prop">
      <dt>
        <code className="docs-prop-name">{name}</code> {isRequired && <em>required</em>}
        <code className="docs-prop-type">{type}</code>
      </dt>
      <dd>{withCode(summary)}</dd>
      {initial !== '' && (
        <dd className="docs-prop-default">
          Default: {isValue(initial) ? <code>{initial}</code> : withCode(initial)}
        </dd>
      )}
    </div>
  );
}

function readProp({ name, description = '', type, table }: ArgType): Prop {
  const { summary = '', detail } = table?.type ?? {};
  return {
    name,
    type: (detail ?? summary).replaceAll(/\s*\|\s*undefined/g, ''),
    isRequired: type?.required ?? false,
    summary: firstSentence(description),
    initial: table?.defaultValue?.summary ?? '',
  };
}

/** Returns the text up to the first full stop that ends a sentence. */
function firstSentence(text: string): string {
  const joined = text.replaceAll(/\s+/g, ' ').trim();
  return /^.*?[.!?](?=\s+[A-Z`]|$)/.exec(joined)?.[0] ?? joined;
}

function isValue(text: string): boolean {
  return /^(true|false|null|undefined|-?[\d.]+|'[^']*'|"[^"]*"|\[.*\]|\{.*\})$/.test(text);
}

/** Renders text in backticks as code. */
function withCode(text: string): ReactNode {
  return text.split('`').map((part, index) => (index % 2 === 0 ? part : <code key={index}>{part}</code>));
}
