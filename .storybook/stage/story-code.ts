import type { Meta, StoryObj } from '@storybook/react-vite';
import { showSource } from './show-source.ts';

/** A file of stories. */
export interface StoryModule {
  readonly default: Meta;
  readonly [name: string]: unknown;
}

/** Returns the code of a story that its docs page shows. */
export function codeOfStory({ default: meta, ...stories }: StoryModule, name: string): string {
  const story = stories[name] as StoryObj;
  const parameters = { ...meta.parameters, ...story.parameters };
  const docs = { ...meta.parameters?.['docs'], ...story.parameters?.['docs'] } as Docs;
  const { title = '', component } = meta;
  const args = { ...meta.args, ...story.args };
  return docs.source?.code ?? showSource('', { title, component, args, parameters, globals: {} });
}

interface Docs {
  readonly source?: { readonly code?: string };
}
