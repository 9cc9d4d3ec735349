import { useLayoutEffect, useRef } from 'react';
import type { ComponentProps } from 'react';

/** Table of a docs page. On a narrow screen its rows become blocks, and each cell shows the title of its column. */
export function DocsTable({ children, ...props }: ComponentProps<'table'>) {
  const ref = useRef<HTMLTableElement>(null);
  useLayoutEffect(() => {
    const table = ref.current;
    if (table === null) return;
    const titles = [...table.querySelectorAll('thead th, thead td')].map((cell) => cell.textContent.trim());
    for (const row of table.querySelectorAll('tbody tr')) {
      for (const [column, cell] of [...row.children].entries()) {
        cell.setAttribute('data-title', titles[column] ?? '');
      }
    }
  });
  return (
    <table {...props} ref={ref} className={`docs-table ${props.className ?? ''}`}>
      {children}
    </table>
  );
}
