import { Markdown } from '@storybook/addon-docs/blocks';
import type { ComponentProps } from 'react';
import { DocsTable } from './docs-table.tsx';

// A link inside the frame of the preview would open the page in the frame.
function OuterLink(props: ComponentProps<'a'>) {
  // oxlint-disable-next-line jsx-a11y/anchor-has-content -- the content is in the props
  return props.href?.startsWith('#') === true ? <a {...props} /> : <a {...props} target="_top" />;
}

/** Renders Markdown of the documentation. */
export function RepositoryMarkdown({ children }: { children: string }) {
  return <Markdown options={{ overrides: { a: OuterLink, table: DocsTable } }}>{children}</Markdown>;
}
