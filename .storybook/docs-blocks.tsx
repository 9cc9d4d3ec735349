import type { ReactNode } from 'react';
import { DocsTable } from './docs-table.tsx';

export { Anatomy } from './anatomy/anatomy.tsx';
export { Props } from './props/props.tsx';

/** Box with the law that applies to a component. */
export function Law({ children }: { children: ReactNode }) {
  return (
    <aside className="docs-law" aria-label="Law">
      <strong>Law.</strong> {children} <em>Facts for the design, not legal advice.</em>
    </aside>
  );
}

/** The import of a component. */
export function Status({ name, from = '@norce-kit/react' }: { name: string; from?: string }) {
  return (
    <p className="docs-status">
      <code>{`import { ${name} } from '${from}'`}</code>
    </p>
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

function Rows({ head, rows }: { head: readonly string[]; rows: readonly (readonly ReactNode[])[] }) {
  return (
    <DocsTable>
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
    </DocsTable>
  );
}
