import api from 'virtual:hook-api';
import { Fragment } from 'react';
import type { Entry, Shape } from '../../scripts/hook-api.mjs';
import { Docstring, MemberTable } from './member-table.tsx';
import { groupMembers } from './members.ts';

interface PartProps {
  /** Name of an exported function. */
  of: string;
  /** Members that come first. */
  essentials?: readonly string[];
}

/** Parameters and result of a function. */
export function Signature({ of }: PartProps) {
  return (
    <p className="docs-signature">
      <code>{entryOf(of).signature}</code>
    </p>
  );
}

/** Tables of the options of a function, from its types. */
export function Options({ of, essentials = [] }: PartProps) {
  return <Shapes shapes={entryOf(of).options} essentials={essentials} />;
}

/** Tables of the result of a function, from its types. */
export function Result({ of, essentials = [] }: PartProps) {
  return <Shapes shapes={entryOf(of).result} essentials={essentials} />;
}

/** Tables of exported types. */
export function Types({ names }: { names: readonly string[] }) {
  return names.map((name) => {
    const { text, shapes, values } = entryOf(name);
    // A union of types that have a section of their own on the page.
    const isUnion = shapes.length > 1 && shapes.every(({ title = '' }) => names.includes(title));
    return (
      <section key={name}>
        <h3 id={name.toLowerCase()}>{name}</h3>
        <Docstring text={text} />
        {values.length > 0 && (
          <ul>
            {values.map((value) => (
              <li key={value}>
                <code>{`'${value}'`}</code>
              </li>
            ))}
          </ul>
        )}
        {isUnion ? (
          <p>
            {shapes.map(({ title = '' }, index) => (
              <Fragment key={title}>
                {index > 0 && ' or '}
                <a href={`#${title.toLowerCase()}`}>{title}</a>
              </Fragment>
            ))}
          </p>
        ) : (
          <Shapes shapes={shapes} essentials={[]} level={4} />
        )}
      </section>
    );
  });
}

interface ShapesProps {
  shapes: readonly Shape[];
  essentials: readonly string[];
  level?: 3 | 4;
}

function Shapes({ shapes, essentials, level = 3 }: ShapesProps) {
  const Heading = `h${level}` as const;
  return shapes.map(({ title, members }, index) => (
    <div key={title ?? index}>
      {title !== undefined && <Heading>{title}</Heading>}
      {groupMembers(members, essentials).map((group) => (
        <div key={group.title}>
          {group.title !== 'All' && <Heading>{group.title}</Heading>}
          <MemberTable members={group.members} />
        </div>
      ))}
    </div>
  ));
}

function entryOf(name: string): Entry {
  const entry = api[name];
  if (entry === undefined) throw new Error(`${name} is no export of @norce-kit/react or @norce-kit/core.`);
  return entry;
}
