import { ArgTypes } from '@storybook/addon-docs/blocks';
import type { ReactNode } from 'react';

/** Box with the law that applies to a component. */
export function Law({ children }: { children: ReactNode }) {
  return (
    <aside className="docs-law" aria-label="Law">
      <strong>Law.</strong> {children} <em>Facts for the design, not legal advice.</em>
    </aside>
  );
}

/** The import of a component. */
export function Status({ name }: { name: string }) {
  return (
    <p className="docs-status">
      <code>{`import { ${name} } from '@norce-kit/react'`}</code>
    </p>
  );
}

/** Table of the parts of a component: name, class, purpose. */
export function Anatomy({
  parts,
}: {
  parts: readonly (readonly [name: string, hook: string, purpose: string])[];
}) {
  return (
    <Rows
      head={['Part', 'Class', 'Purpose']}
      rows={parts.map(([name, hook, purpose]) => [name, <code key={hook}>{hook}</code>, purpose])}
    />
  );
}

/** Table of the keys of a component and their effects. */
export function Keyboard({ keys }: { keys: readonly (readonly [key: string, effect: string])[] }) {
  return (
    <Rows head={['Key', 'Effect']} rows={keys.map(([key, effect]) => [<kbd key={key}>{key}</kbd>, effect])} />
  );
}

/** Table of screen reader output. */
export function Spoken({ lines }: { lines: readonly (readonly [when: string, words: string])[] }) {
  return (
    <Rows
      head={['When', 'Output (varies by screen reader)']}
      rows={lines.map(([when, words]) => [when, `“${words}”`])}
    />
  );
}

/** Table of the props of a component, read from its source. */
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
