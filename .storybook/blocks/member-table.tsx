import type { ReactNode } from 'react';
import type { Member } from '../../scripts/hook-api.mjs';
import './member-table.css';

interface MemberTableProps {
  members: readonly Member[];
  /** Heads of the columns. */
  head?: readonly [name: string, description: string];
}

/** Table of members with type, default and docstring. Two columns, so it fits a phone. */
export function MemberTable({ members, head = ['Name', 'Type and description'] }: MemberTableProps) {
  return (
    <table className="docs-members">
      <thead>
        <tr>
          {head.map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <tr key={member.name}>
            <th scope="row" className="docs-member-name">
              <code>{`${member.name}${member.isOptional ? '?' : ''}`}</code>
            </th>
            <td>
              <p>
                <code>{member.type}</code>
              </p>
              <Docstring text={member.text} />
              {member.default !== undefined && (
                <p>
                  Default: <DefaultValue text={member.default} />
                </p>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Shows a value as code, and a description of a default as text. */
function DefaultValue({ text }: { text: string }) {
  return /^(['"[{\d]|true$|false$|null$|[\w]+\.[\w.]+$)/.test(text) ? (
    <code>{text}</code>
  ) : (
    <>{inline(text)}</>
  );
}

/** Renders the paragraphs, lists and inline code of a docstring. */
export function Docstring({ text }: { text: string }) {
  return text
    .split(/\n\s*\n/)
    .filter((block) => block.trim() !== '')
    .map((block, index) => {
      const items = block.trimStart().startsWith('- ')
        ? block
            .trim()
            .split(/^\s*- /m)
            .slice(1)
        : undefined;
      if (items === undefined) return <p key={index}>{inline(block)}</p>;
      return (
        <ul key={index}>
          {items.map((item) => (
            <li key={item}>{inline(item)}</li>
          ))}
        </ul>
      );
    });
}

/** Splits a text at its backticks; every second part is code. */
function inline(text: string): ReactNode {
  return text.split('`').map((part, index) => (index % 2 === 0 ? part : <code key={index}>{part}</code>));
}
