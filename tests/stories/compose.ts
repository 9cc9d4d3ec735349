import type { Meta, StoryObj } from '@storybook/react-vite';
import { composeStory } from '@storybook/react-vite';

interface StoryModule {
  readonly default: Meta;
  readonly [name: string]: unknown;
}

const modules = import.meta.glob<StoryModule>('../../stories/**/*.stories.tsx', { eager: true });

/** A story with the annotations of its file. */
export interface FoundStory {
  readonly meta: Meta;
  readonly name: string;
  readonly story: StoryObj;
  readonly hasPlay: boolean;
}

/** All stories, in the sequence of their files. */
export const stories: readonly FoundStory[] = Object.values(modules).flatMap(({ default: meta, ...named }) =>
  Object.entries(named as Readonly<Record<string, StoryObj>>).map(([name, story]) => ({
    meta,
    name,
    story,
    hasPlay: (story.play ?? meta.play) !== undefined,
  })),
);

/**
 * Composes a story with choices of the toolbar.
 *
 * @param withPlay whether the story has its play function, which a docs page does not run
 */
export function compose(
  { meta, name, story }: FoundStory,
  globals: Readonly<Record<string, string>>,
  { withPlay }: { readonly withPlay: boolean },
) {
  const initialGlobals = {
    ...globals,
    // The checks of accessibility run with the stories themselves.
    a11y: { manual: true },
  };
  const play = withPlay ? {} : { play: () => undefined };
  return composeStory({ ...story, ...play }, meta, { initialGlobals }, name);
}
