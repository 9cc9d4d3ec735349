import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { entriesOf, expect, openStory, setGlobals, test } from './storybook.ts';
import { baselines, drawnBy, majorOf, toleranceOf } from './tolerance.ts';

const stories = entriesOf('story');

/** Each mode continues from the previous one, so that a story is opened and played once. */
const modes = ['light', 'dark', 'forced-colors', 'rtl', 'narrow'] as const;

for (const { id, title, name } of stories) {
  test(`${title}, ${name}: matches its pictures`, async ({ page, host }) => {
    await openStory(page, host, id);
    const tolerance = toleranceOf(page.context().browser());
    // A right-to-left story keeps its direction.
    const turns = (await page.locator('main.stage').getAttribute('dir')) === 'ltr';
    for (const mode of modes) {
      if (mode === 'dark') await setGlobals(page, { theme: 'dark' });
      if (mode === 'forced-colors') {
        await setGlobals(page, { theme: 'light' });
        await page.emulateMedia({ forcedColors: 'active' });
      }
      if (mode === 'rtl') {
        await page.emulateMedia({ forcedColors: 'none' });
        if (turns) await setGlobals(page, { direction: 'rtl' });
      }
      if (mode === 'narrow') {
        if (turns) await setGlobals(page, { direction: 'ltr' });
        await page.setViewportSize({ width: 320, height: 480 });
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect.soft(width, 'nothing has to be scrolled sideways').toBe(320);
      }
      const picture = await page.locator('.stage').screenshot({ animations: 'disabled', caret: 'hide' });
      expect.soft(picture).toMatchSnapshot(`${id}-${mode}.png`, tolerance);
    }
  });
}

test('every picture belongs to a story, and every story has five pictures', ({ browser }, { config }) => {
  const wanted = stories.flatMap(({ id }) => modes.map((mode) => `${id}-${mode}.png`));
  const kept = readdirSync(baselines).filter((file) => file.endsWith('.png'));
  if (config.updateSnapshots === 'changed') {
    for (const file of kept) if (!wanted.includes(file)) rmSync(`${baselines}${file}`);
    writeFileSync(drawnBy, `{ "major": "${majorOf(browser.version())}" }\n`);
    return;
  }
  expect(kept.sort()).toEqual(wanted.sort());
});
