import { ArgTypes } from '@storybook/addon-docs/blocks';
import type { ReactNode } from 'react';

/** What the law asks of a component, apart from the rest of its page. */
export function Law({ children }: { children: ReactNode }) {
  return (
    <aside className="docs-law" aria-label="Law">
      <strong>Law.</strong> {children} <em>Facts for the design, not legal advice.</em>
    </aside>
  );
}

/** Since when a component is there, and how settled it is. */
export function Status({ since, name }: { since: string; name: string }) {
  return (
    <p className="docs-status">
      <code>{`import { ${name} } from '@norce-kit/react'`}</code>
      <span>Since {since}</span>
    </p>
  );
}

/** The parts of a component: a number in the picture in words, its class, and what it is for. */
export function Anatomy({
  parts,
}: {
  parts: readonly (readonly [name: string, hook: string, purpose: string])[];
}) {
  return (
    <Rows
      head={['Part', 'Class', 'For']}
      rows={parts.map(([name, hook, purpose]) => [name, <code key={hook}>{hook}</code>, purpose])}
    />
  );
}

/** What a key does. */
export function Keyboard({ keys }: { keys: readonly (readonly [key: string, effect: string])[] }) {
  return (
    <Rows head={['Key', 'Does']} rows={keys.map(([key, effect]) => [<kbd key={key}>{key}</kbd>, effect])} />
  );
}

/** What a screen reader says, and when. */
export function Spoken({ lines }: { lines: readonly (readonly [when: string, words: string])[] }) {
  return (
    <Rows head={['When', 'Says, more or less']} rows={lines.map(([when, words]) => [when, `“${words}”`])} />
  );
}

/** The props of a component, read from its source. */
export function Props() {
  return <ArgTypes exclude={['network', 'density']} sort="requiredFirst" />;
}

function Rows({ head, rows }: { head: readonly string[]; rows: readonly (readonly ReactNode[])[] }) {
  return (
    <table className="docs-table">
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
        {rows.map((cells, row) => (
          <tr key={row}>
            {cells.map((cell, column) => (
              <td key={column}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
