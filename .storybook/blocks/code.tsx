import { Source } from '@storybook/addon-docs/blocks';
import { schemeOf } from '../theme-choice.ts';
import { useDocsGlobals } from '../use-docs-globals.ts';

/** A block of code, in the theme of the docs page. The block of Storybook is always light. */
export function Code({ code, language }: { code: string; language: 'tsx' | 'css' }) {
  const scheme = schemeOf(useDocsGlobals()['theme']);
  return <Source code={code} language={language} dark={scheme === 'dark'} />;
}
