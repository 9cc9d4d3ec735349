import { afterEach, expect, test } from 'vitest';
import { languages } from '../../.storybook/stage/languages.ts';
import { compose, stories } from './compose.ts';

/** One round in Finnish, right to left. `VITE_STORY_LANGUAGES=all` runs every language. */
const rounds =
  import.meta.env['VITE_STORY_LANGUAGES'] === 'all'
    ? languages.map(({ locale }) => ({ locale: locale.tag, direction: locale.tag === 'en' ? 'rtl' : 'ltr' }))
    : [{ locale: 'fi', direction: 'rtl' }];

const root = document.createElement('div');

afterEach(() => root.remove());

for (const globals of rounds) {
  for (const story of stories.filter(({ hasPlay }) => hasPlay)) {
    const composed = compose(story, globals, { withPlay: true });
    test(`${composed.id}: plays in ${globals.locale}, ${globals.direction}`, async () => {
      document.body.append(root);
      await composed.run({ canvasElement: root });
      const stage = root.querySelector('.stage');
      const own = story.story.globals?.['direction'] as string | undefined;
      expect(stage).toHaveProperty('lang', globals.locale);
      expect(stage).toHaveProperty('dir', own ?? globals.direction);
    });
  }
}
