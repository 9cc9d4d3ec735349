import { useOf } from '@storybook/addon-docs/blocks';
import type { Member } from '../../scripts/hook-api.mjs';
import { MemberTable } from '../blocks/member-table.tsx';
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
  return groupProps(props.filter(({ type }) => !type.includes('Refused<') && type !== 'undefined')).map(
    ([group, members]) => (
      <div key={group} className="docs-props">
        <h3>{group}</h3>
        <MemberTable members={members.map(toMember)} />
      </div>
    ),
  );
}

function toMember({ name, type, isRequired, summary, initial }: Prop): Member {
  return {
    name,
    type,
    isOptional: !isRequired,
    text: summary,
    origin: 'own',
    ...(initial !== '' && { default: initial }),
  };
}

function readProp({ name, description = '', type, table }: ArgType): Prop {
  const { summary = '', detail } = table?.type ?? {};
  return {
    name,
    type: (detail ?? summary).replaceAll(/\s*\|\s*undefined\b|^undefined\s*\|\s*/g, ''),
    isRequired: type?.required ?? false,
    summary: firstSentence(description),
    // A text of several words is a description, which docgen quotes.
    initial: (table?.defaultValue?.summary ?? '').replace(/^"(.* .*)"$/, '$1'),
  };
}

/** Returns the text up to the first full stop that ends a sentence. */
function firstSentence(text: string): string {
  const joined = text.replaceAll(/\s+/g, ' ').trim();
  return /^.*?[.!?](?=\s+[A-Z`]|$)/.exec(joined)?.[0] ?? joined;
}
