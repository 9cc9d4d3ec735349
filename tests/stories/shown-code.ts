import { fileURLToPath } from 'node:url';
import { codeOfStory } from '../../.storybook/stage/story-code.ts';
import type { StoryModule } from '../../.storybook/stage/story-code.ts';

const modules = import.meta.glob<StoryModule>('../../stories/**/*.stories.tsx', { eager: true });

/** The code that the docs pages show for each story. */
export const shownCode = Object.entries(modules).flatMap(([file, module]) =>
  Object.keys(module)
    .filter((name) => name !== 'default')
    .map((name) => ({
      id: `${file.replace(/.*\/|\.stories\.tsx/g, '')}-${name}`,
      folder: fileURLToPath(new URL(file.replace(/[^/]*$/, ''), import.meta.url)),
      code: codeOfStory(module, name),
    })),
);
