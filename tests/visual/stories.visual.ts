import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { isKnown, recordDrawn } from '../../scripts/known-pictures.mjs';
import { entriesOf, expect, openStory, setGlobals, test } from './storybook.ts';
import { baselines, drawnBy, engineOf, isRenewal, toleranceOf } from './tolerance.ts';
import { excessOf, findViolations } from './violations.ts';

const stories = entriesOf('story');

/** Each mode continues from the previous one, so that a story is opened and played once. */
const modes = ['light', 'dark', 'forced-colors', 'rtl', 'narrow'] as const;

/** Stories that set their own direction. Their picture from right to left would be the one in light again. */
const keepDirection = new Set([
  'components-consentcheckbox--right-to-left',
  'components-consentcheckbox--words-have-changed-from-right-to-left',
  'components-consenthistory--right-to-left',
  'components-newsletterconsent--channels-from-right-to-left',
  'foundations-wordings--all-messages',
  'foundations-wordings--all-wordings',
]);

const modesOf = (id: string) => modes.filter((mode) => mode !== 'rtl' || !keepDirection.has(id));

/** Forced colours draw the hidden caret again, which then must not blink. */
const still = {
  animations: 'disabled',
  caret: 'hide',
  style: '* { caret-animation: manual !important }',
} as const;

for (const { id, title, name } of stories) {
  test(`AX1, AX10, AX13: ${title}, ${name} matches its pictures, fits, and has enough contrast in dark`, async ({
    page,
    host,
  }) => {
    await openStory(page, host, id);
    const tolerance = toleranceOf(page.context().browser());
    const isKept = page.locator('main.stage[dir=rtl], main.stage > [dir]:only-child');
    expect(await isKept.count(), 'has its own direction').toBe(keepDirection.has(id) ? 1 : 0);
    for (const mode of modesOf(id)) {
      if (mode === 'dark') {
        await setGlobals(page, { theme: 'dark' });
        expect.soft(await findViolations(page, { runOnly: ['color-contrast'] })).toEqual([]);
      }
      if (mode === 'forced-colors') {
        await setGlobals(page, { theme: 'light' });
        await page.emulateMedia({ forcedColors: 'active' });
      }
      if (mode === 'rtl') {
        await page.emulateMedia({ forcedColors: 'none' });
        await setGlobals(page, { direction: 'rtl' });
      }
      if (mode === 'narrow') {
        await page.emulateMedia({ forcedColors: 'none' });
        if (!keepDirection.has(id)) await setGlobals(page, { direction: 'ltr' });
        for (const width of [1280, 390, 320]) {
          await page.setViewportSize({ width, height: 480 });
          expect.soft(await excessOf(page), `px too wide at ${width} px`).toBe(0);
        }
        // The layers of scrolled parts may be drawn at their new place only in the frame after the next one.
        await page.evaluate(
          () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
        );
      }
      const picture = await page.locator('.stage').screenshot(still);
      const file = `${id}-${mode}.png`;
      if (isRenewal()) recordDrawn(file, picture);
      // Comparing takes up to 44 % of the processor time of a test.
      else if (isKnown(file, picture)) continue;
      expect.soft(picture).toMatchSnapshot(file, tolerance);
    }
  });
}

test('every picture belongs to a story, and every story has one for each mode', ({ browser }) => {
  const wanted = stories.flatMap(({ id }) => modesOf(id).map((mode) => `${id}-${mode}.png`));
  const kept = readdirSync(baselines).filter((file) => file.endsWith('.png'));
  if (isRenewal()) {
    for (const file of kept) if (!wanted.includes(file)) rmSync(`${baselines}${file}`);
    writeFileSync(drawnBy, `{ "engine": "${engineOf(browser)}" }\n`);
    return;
  }
  expect(kept.sort()).toEqual(wanted.sort());
});
