import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dress, expect, test } from '../e2e/looks-shop.ts';
import { everydayRules, stage } from '../e2e/looks-sheets.ts';
import { toleranceOf } from './tolerance.ts';

const font = readFileSync(
  createRequire(import.meta.url).resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'),
).toString('base64');

/** The page without what repeats, in a font that every machine has. */
const pictured =
  `@font-face { font-family: Pictured; src: url(data:font/woff2;base64,${font}) } ${stage}` +
  'main, main * { font-family: Pictured !important } #after, #after ~ * { display: none !important }';

/** Under the style sheets of packages all looks are the same. The rules of pages add marks to links. */
const pictures = {
  'normalize.css': 'packages',
  'modern-normalize': 'packages',
  'Bootstrap 5': 'packages',
  'Tailwind 3': 'packages',
  'Tailwind 4': 'packages',
  'everyday rules': 'everyday-rules',
};

test('a style sheet behind the kit: matches its picture in light, dark and forced colours', async ({
  shown: { page },
  packaged,
}) => {
  await page.setViewportSize({ width: 560, height: 1000 });
  for (const [name, picture] of Object.entries(pictures)) {
    const sheet = packaged[name] ?? Object.values(everydayRules).join(' ');
    await page.evaluate((text) => {
      const style = document.getElementById('host-after');
      if (style !== null) style.textContent = text;
    }, sheet);
    const modes: string[] = [];
    for (const mode of ['light', 'dark', 'forced'] as const) {
      await page.emulateMedia({ forcedColors: mode === 'forced' ? 'active' : 'none' });
      await dress(page, pictured, mode === 'dark' ? ['data-nk-theme', 'dark'] : []);
      await page.evaluate(() => document.fonts.ready);
      await page.locator('.nk-consent-box').nth(2).focus();
      modes.push((await page.locator('main').screenshot({ caret: 'hide' })).toString('base64'));
    }
    const row = Buffer.from(await page.evaluate(joinPictures, modes), 'base64');
    expect
      .soft(row, name)
      .toMatchSnapshot(['hosts', `${picture}.png`], toleranceOf(page.context().browser()));
  }
});

/** Draws PNG files, in base64, beside each other. Runs in the page. */
async function joinPictures(files: readonly string[]): Promise<string> {
  const images = await Promise.all(
    files.map(async (data) => createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob())),
  );
  const width = Math.max(...images.map((image) => image.width));
  const canvas = document.createElement('canvas');
  canvas.width = width * images.length;
  canvas.height = Math.max(...images.map(({ height }) => height));
  const context = canvas.getContext('2d');
  for (const [index, image] of images.entries()) context?.drawImage(image, index * width, 0);
  return canvas.toDataURL('image/png').replace(/^.*,/, '');
}
