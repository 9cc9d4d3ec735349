import { DocsContainer } from '@storybook/addon-docs/blocks';
import type { DocsContainerProps } from '@storybook/addon-docs/blocks';
import { useLayoutEffect } from 'react';
import type { PropsWithChildren } from 'react';
import { schemeOf } from './theme-choice.ts';
import { themes } from './theme.ts';
import { useDocsGlobals } from './use-docs-globals.ts';

/** Frame of a docs page, in the theme of the toolbar or of the operating system. */
export function DocsPage({ context, children }: PropsWithChildren<DocsContainerProps>) {
  const scheme = schemeOf(useDocsGlobals()['theme']);
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    dataset['docsTheme'] = scheme;
    return () => {
      delete dataset['docsTheme'];
    };
  }, [scheme]);
  return (
    <DocsContainer context={context} theme={themes[scheme]}>
      <main>{children}</main>
    </DocsContainer>
  );
}
