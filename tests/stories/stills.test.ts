import { waitFor, within } from 'storybook/test';
import { afterEach, expect, test } from 'vitest';
import { wordsOf } from '../../.storybook/stage/words-of.ts';
import type { boxStates } from '../../stories/box-states.ts';
import { selectors } from '../../stories/selectors.ts';
import type { SelectorRow } from '../../stories/selectors.ts';
import { compose, stories } from './compose.ts';
import { checkState, stills } from './stills.ts';
import type { Still } from './stills.ts';

/** Stories of other pages, which have no state. */
const others = /^(hooks|foundations-tokens|components-consenthistory)/;

const rows: readonly SelectorRow[] = Object.values(selectors).flat();

const root = document.createElement('div');

afterEach(() => root.remove());

const found = stories.map((story) => ({ story, still: compose(story, {}, { withPlay: false }) }));

for (const { still } of found.filter(({ still }) => !others.test(still.id))) {
  test(`${still.id}: shows the state of its name without a play function`, async () => {
    document.body.append(root);
    await still.run({ canvasElement: root });
    const words = wordsOf({ globals: {} });
    const screen: Still = { ...words, root, canvas: within(root) };
    const state = still.parameters['state'] as keyof typeof boxStates | undefined;
    const check = stills[still.id];
    if (state === undefined && check === undefined) throw new Error('The table of stills misses this story.');
    await waitFor(async () => {
      if (check !== undefined) await check(screen);
      else if (state !== undefined) await checkState(state, screen);
    });
    for (const { storyId, selector } of rows) {
      if (storyId === still.id) expect(root.querySelector(selector), selector).not.toBeNull();
    }
  });
}

test('the table of stills has no story that is gone', () => {
  const ids = found.map(({ still }) => still.id);
  const known = [...Object.keys(stills), ...rows.map(({ storyId }) => storyId)];
  expect(known.filter((id) => !ids.includes(id))).toEqual([]);
});
