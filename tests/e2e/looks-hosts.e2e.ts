import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { dress, expect, test } from './looks-shop.ts';
import type { Shown } from './looks-shop.ts';
import { compileTailwind4, everydayRules, heavyRules, inheritedStyles, stage } from './looks-sheets.ts';
import type { Sheets } from './looks-sheets.ts';

const modes = {
  light: { attribute: ['class', 'shop'], forcedColors: 'none' },
  dark: { attribute: ['data-nk-theme', 'dark'], forcedColors: 'none' },
  'forced colours': { attribute: [], forcedColors: 'active' },
} as const;

test.describe.configure({ mode: 'default' });

/** Puts style sheets in front of the kit's and behind it, and replaces the kit's own. */
async function arrange(
  page: Page,
  sheets: { 'host-before'?: string; kit?: string; 'host-after'?: string },
): Promise<void> {
  await page.evaluate((wanted) => {
    for (const [id, sheet] of Object.entries(wanted)) {
      const style = document.getElementById(id);
      if (style !== null) style.textContent = sheet;
    }
  }, sheets);
}

/** Returns what is wrong under each style sheet, in front of the kit's and behind it, in the modes. */
async function findFaults(
  { page, bare }: Shown,
  sheets: Sheets,
  chosen: readonly (keyof typeof modes)[],
  keepsPlaces = true,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const mode of chosen) {
    const { attribute, forcedColors } = modes[mode];
    await page.emulateMedia({ forcedColors });
    await dress(page, stage, attribute);
    const faults = await page.evaluate(
      ([wanted, places]) => {
        const all: string[] = [];
        for (const [name, sheet] of Object.entries(wanted)) {
          for (const id of ['host-before', 'host-after']) {
            const style = document.getElementById(id);
            if (style === null) throw new Error('This is not the page of the looks.');
            style.textContent = sheet;
            const looks = inspectPage();
            style.textContent = '';
            const moved = Object.entries(places).flatMap(([part, place]) => {
              const now = String(looks.places[part]);
              return now === String(place) ? [] : [`${part} is at ${now} instead of ${String(place)}`];
            });
            all.push(...[...looks.faults, ...moved].map((fault) => `${name}, ${id}: ${fault}`));
          }
        }
        return all;
      },
      [sheets, mode === 'light' && keepsPlaces ? bare.places : {}] as const,
    );
    found.push(...faults.map((fault) => `${mode}, ${fault}`));
  }
  await page.emulateMedia({ forcedColors: 'none' });
  return found;
}

test('style sheets of packages, before and after, keep each state visible and each part in place', async ({
  shown,
  packaged,
}) => {
  expect(shown.bare.faults).toEqual([]);
  expect(await findFaults(shown, packaged, ['light', 'dark', 'forced colours'])).toEqual([]);
});

test('everyday rules of a page keep each state visible and each part in place', async ({ shown }) => {
  expect(await findFaults(shown, everydayRules, ['light'])).toEqual([]);
  expect(await findFaults(shown, heavyRules, ['light'], false)).toEqual([]);
  const together = { 'all rules': Object.values(everydayRules).join(' ') };
  expect(await findFaults(shown, together, ['dark', 'forced colours'])).toEqual([]);
});

test('an inherited style hides no state and clips no text', async ({ shown: { page } }) => {
  for (const [name, rule] of Object.entries(inheritedStyles)) {
    await dress(page, `${rule} ${stage}`);
    expect(await page.evaluate(() => inspectPage().faults), name).toEqual([]);
  }
});

test('a page whose rem is 10 px has the sizes that the guide lists for it', async ({
  shown: { page, bare },
}) => {
  const guide = readFileSync(new URL('../../docs/guides/theming.md', import.meta.url), 'utf8');
  const [, sizes = ''] = /62\.5%.*?```css\n(.*?)```/s.exec(guide) ?? [];
  await dress(page, `${stage} html { font-size: 62.5% } ${sizes}`, modes.light.attribute);
  const { faults, places } = await page.evaluate(() => inspectPage());
  expect(faults).toEqual([]);
  const isMoved = Object.entries(bare.places).filter(([part, place]) => {
    return place.some((value, index) => Math.abs(value - (places[part]?.[index] ?? 0)) > 4);
  });
  expect(isMoved).toEqual([]);
});

test('a dark part of a light page has dark boxes', async ({ shown: { page }, built }) => {
  await arrange(page, { kit: await built.stylesOf('native') });
  await dress(page, `${stage} main { background: #16181d; color-scheme: dark }`);
  expect(await page.evaluate(() => inspectPage().faults)).toEqual([]);
  await arrange(page, { kit: await built.stylesOf('bundled') });
});

type Override = readonly [rule: string, selector: string, property: string, value: string];

/** Rules of a shop, the part they restyle, a property and its value. */
const overrides: readonly Override[] = [
  ['.nk-consent { border-block-end: 1px solid red }', '.nk-consent', 'border-bottom-width', '1px'],
  [
    ".nk-consent[data-save-state='not-saved'] .nk-consent-status { font-weight: 600 }",
    "[data-save-state='not-saved'] .nk-consent-status",
    'font-weight',
    '600',
  ],
  [
    '.nk-consent[data-invalid] .nk-consent-label { text-decoration: underline }',
    '[data-invalid] .nk-consent-label',
    'text-decoration-line',
    'underline',
  ],
  ['.nk-consent-row { column-gap: 20px }', '.nk-consent-row', 'column-gap', '20px'],
  [
    '.nk-consent-box { border-color: rgb(1, 2, 3) }',
    "[data-save-state='idle']:not([data-invalid], [data-read-only]) .nk-consent-box",
    'border-top-color',
    'rgb(1, 2, 3)',
  ],
  ['.nk-consent-box { border-radius: 50%; margin: 3px }', '.nk-consent-box', 'border-top-left-radius', '50%'],
  [
    '.nk-consent-box:checked { background: rgb(1, 2, 3) }',
    '.nk-consent-box:checked',
    'background-color',
    'rgb(1, 2, 3)',
  ],
  ['.nk-consent .nk-consent-box { border: 5px dashed }', '.nk-consent-box', 'border-top-width', '5px'],
  ['.nk-consent-box:focus-visible { outline: 9px dashed }', '.nk-consent-box', 'outline-width', '9px'],
  ['.nk-consent-label { padding: 3px; color: rgb(1, 2, 3) }', '.nk-consent-label', 'padding-top', '3px'],
  ['.nk-consent-required { color: rgb(1, 2, 3) }', '.nk-consent-required', 'color', 'rgb(1, 2, 3)'],
  ['.nk-consent-description { color: rgb(1, 2, 3) }', '.nk-consent-description', 'color', 'rgb(1, 2, 3)'],
  ['.nk-consent-links { display: block }', '.nk-consent-links', 'display', 'block'],
  ['.nk-consent-link { color: rgb(1, 2, 3) }', '.nk-consent-link', 'color', 'rgb(1, 2, 3)'],
  [
    '.nk-consent .nk-consent-link { text-decoration: none }',
    '.nk-consent-link',
    'text-decoration-line',
    'none',
  ],
  ['.nk-consent-label a { color: rgb(1, 2, 3) }', '.nk-consent-label a', 'color', 'rgb(1, 2, 3)'],
  [
    '.nk-consent-status-text { font-style: italic; color: rgb(1, 2, 3) }',
    '.nk-consent-status-text',
    'color',
    'rgb(1, 2, 3)',
  ],
  [
    '.nk-consent-retry { border-radius: 99px; background: rgb(1, 2, 3) }',
    '.nk-consent-retry',
    'background-color',
    'rgb(1, 2, 3)',
  ],
  ['.nk-consent-group { padding: 7px; border: 1px solid }', '.nk-consent-group', 'padding-left', '7px'],
  ['.nk-consent-legend { font-size: 30px }', '.nk-consent-legend', 'font-size', '30px'],
  ['.nk-preferences-title { font-size: 30px }', '.nk-preferences-title', 'font-size', '30px'],
  ['.nk-preferences { padding: 7px }', '.nk-preferences', 'padding-left', '7px'],
  [
    '.nk-error-summary { border-color: rgb(1, 2, 3) }',
    '.nk-error-summary',
    'border-top-color',
    'rgb(1, 2, 3)',
  ],
  ['.nk-error-summary-title { font-size: 30px }', '.nk-error-summary-title', 'font-size', '30px'],
  ['.nk-error-summary-list { list-style: square }', '.nk-error-summary-list', 'list-style-type', 'square'],
  [':root { --nk-color-text: rgb(1, 2, 3) }', '.nk-consent', 'color', 'rgb(1, 2, 3)'],
  [
    ':root { --nk-color-border: rgb(1, 2, 3) }',
    "[data-save-state='idle']:not([data-invalid], [data-read-only]) .nk-consent-box",
    'border-top-color',
    'rgb(1, 2, 3)',
  ],
  [':root { --nk-color-accent: rgb(1, 2, 3) }', '.nk-consent-link', 'color', 'rgb(1, 2, 3)'],
  [
    ':root { --nk-color-danger: rgb(1, 2, 3) }',
    '[data-invalid] .nk-consent-box',
    'border-top-color',
    'rgb(1, 2, 3)',
  ],
  [':root { --nk-size-box: 40px; --nk-size-line: 4px }', '.nk-consent-box', 'width', '40px'],
  [':root { --nk-size-line: 4px }', '.nk-consent-box', 'border-top-width', '4px'],
  [':root { --nk-radius-box: 9px }', '.nk-consent-box', 'border-top-left-radius', '9px'],
  [':root { --nk-font-size: 22px }', '.nk-consent-label', 'font-size', '22px'],
  [':root { --nk-focus-width: 6px }', '.nk-consent-box', 'outline-width', '6px'],
  // A zero needs its unit: the tokens are parts of sums.
  [':root { --nk-space-s: 0px }', '.nk-consent-description', 'padding-bottom', '0px'],
  [':root { --nk-space-m: 0px }', '.nk-consent-description', 'padding-left', '22px'],
  [':root { --nk-size-target: 0px }', '.nk-consent-label', 'padding-top', '4px'],
  [':root { --nk-radius-box: 0px }', '.nk-consent-retry', 'border-top-left-radius', '4px'],
];

/** Returns the rules that do not give the part the value. */
async function findIneffective(page: Page, rules: readonly Override[]): Promise<readonly string[]> {
  return page.evaluate((all) => {
    const found: string[] = [];
    for (const [rule, selector, property, value] of all) {
      for (const id of ['host-before', 'host-after']) {
        const [style, part] = [document.getElementById(id), document.querySelector<HTMLElement>(selector)];
        if (style === null || part === null) throw new Error(`There is no ${selector}.`);
        style.textContent = rule;
        if (property.startsWith('outline')) part.focus();
        else part.blur();
        const now = getComputedStyle(part).getPropertyValue(property);
        style.textContent = '';
        if (now !== value) found.push(`${rule}, ${id}: ${property} of ${selector} is ${now}`);
      }
    }
    return found;
  }, rules);
}

test('rules and tokens of the shop override the kit, in front of it and behind it', async ({
  shown: { page },
  built,
}) => {
  await dress(page, stage);
  for (const delivery of ['bundled', 'layered'] as const) {
    await arrange(page, { kit: await built.stylesOf(delivery) });
    expect(await findIneffective(page, overrides), delivery).toEqual([]);
  }
  await arrange(page, { kit: await built.stylesOf('bundled') });
});

/** A class that `className` or `classNames` adds, the part, a property and its value. */
const utilitiesOnParts: readonly Override[] = [
  ['p-4', '.nk-consent', 'padding-left', '16px'],
  ['rounded-lg', '.nk-consent', 'border-top-left-radius', '8px'],
  ['font-medium', '.nk-consent-label', 'font-weight', '500'],
  ['underline', '.nk-consent-retry', 'text-decoration-line', 'underline'],
];
/** These replace something that the kit declares. */
const utilitiesOverParts: readonly Override[] = [
  ...utilitiesOnParts,
  ['text-xl', '.nk-consent-label', 'font-size', '20px'],
  ['no-underline', '.nk-consent-link', 'text-decoration-line', 'none'],
  ['border-4', '.nk-consent-box', 'border-top-width', '4px'],
  ['bg-black', '.nk-consent-retry:focus', 'background-color', 'rgb(0, 0, 0)'],
];

test('classes of Tailwind on parts apply, and both style sheets hold together', async ({
  shown: { page, bare },
  packaged,
  built,
}) => {
  const { 'Tailwind 3': tailwind3 = '', 'Tailwind 4': tailwind4 = '' } = packaged;
  const [bundled, layered] = await Promise.all([built.stylesOf('bundled'), built.stylesOf('layered')]);
  const layers = '@layer theme, base, norce-kit, components, utilities;';
  const compiled = await compileTailwind4(
    `${layers} @import "tailwindcss"; @import "@norce-kit/react/styles.layered.css";`,
  );
  await dress(page, stage, modes.light.attribute);
  for (const [sheets, chosen] of [
    [{ 'host-before': tailwind3, kit: bundled, 'host-after': '' }, utilitiesOverParts],
    [{ 'host-before': '', kit: bundled, 'host-after': tailwind3 }, utilitiesOverParts],
    [{ 'host-before': tailwind4, kit: bundled, 'host-after': '' }, utilitiesOnParts],
    [{ 'host-before': '', kit: bundled, 'host-after': tailwind4 }, utilitiesOnParts],
    [{ 'host-before': layers, kit: layered, 'host-after': tailwind4 }, utilitiesOverParts],
    [{ 'host-before': layers + tailwind4, kit: layered, 'host-after': '' }, utilitiesOverParts],
    [{ 'host-before': '', kit: '', 'host-after': compiled }, utilitiesOverParts],
  ] as const) {
    await arrange(page, sheets);
    const { looks, ineffective } = await page.evaluate((classes) => {
      const found = classes.map(([name, selector, property]) => {
        document.querySelector<HTMLElement>(selector.replace(':focus', ''))?.focus();
        const part = document.querySelector(selector);
        part?.classList.add(name);
        const value = part === null ? '' : getComputedStyle(part).getPropertyValue(property);
        part?.classList.remove(name);
        return value;
      });
      return { looks: inspectPage(), ineffective: found };
    }, chosen);
    expect(ineffective).toEqual(chosen.map(([, , , value]) => value));
    expect(looks).toEqual(bare);
  }
  await arrange(page, { 'host-before': '', kit: bundled, 'host-after': '' });
});
