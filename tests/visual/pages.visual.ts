import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Page, Response } from '@playwright/test';
import { findGenerated } from '../stories/generated-code.ts';
import { expectSameAlone, openPage, setTheme } from './docs-page.ts';
import { directory, entriesOf, expect, test } from './storybook.ts';
import { excessOf, findViolations } from './violations.ts';

test.use({ viewport: { width: 1280, height: 900 } });

const ids = new Set([...entriesOf('docs'), ...entriesOf('story')].map(({ id }) => id));

interface Component {
  readonly name: string;
  readonly import?: string;
  readonly description?: string;
  readonly apiDescription?: string;
  readonly error?: unknown;
  readonly stories: readonly {
    readonly id: string;
    readonly snippet: string;
    readonly description?: string;
  }[];
}

const components = Object.values(
  (
    JSON.parse(readFileSync(`${directory}/manifests/components.json`, 'utf8')) as {
      readonly components: Readonly<Record<string, Component>>;
    }
  ).components,
);

const folder = fileURLToPath(new URL('../../stories/', import.meta.url));
const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(example\.tsx|css|mdx)$/.test(file))
  .map((file) => readFileSync(`${folder}${file}`, 'utf8').trim());

/** Code of this repository, which other tests compile: of stories in the manifest, and of whole files. */
const known = new Set([
  ...components.flatMap(({ stories }) => stories.map(({ snippet }) => snippet)),
  ...texts,
]);

/** Opens the code of all stories on a page, and returns code of an unknown origin and code that no person writes. */
async function findWrongCode(page: Page, title: string): Promise<readonly string[]> {
  const toggle = '.docblock-code-toggle';
  // A story reports its code after it has rendered.
  const hasCode = /^(Components|Hooks)/.test(title);
  if (hasCode) await expect(page.locator(`main pre, ${toggle}`).first()).toBeVisible();
  for (const button of await page.locator(toggle).all()) {
    await button.click();
    const id = await button.getAttribute('aria-controls');
    await expect(page.locator(`[id="${id}"] pre`)).toContainText(/\S/);
  }
  const shown = await page
    .locator('main pre')
    .evaluateAll((all) => all.map((block) => block.textContent.trim()));
  if (hasCode && shown.length === 0) return ['No code'];
  return shown.flatMap((code) => [
    ...findGenerated(code),
    ...(known.has(code) ? [] : [`Unknown code: ${code}`]),
  ]);
}

/** Returns links on the page without a target: stories, pages, files of the Storybook, anchors. */
async function findDeadLinks(page: Page, url: string): Promise<readonly string[]> {
  const links = await page
    .locator('a[href]')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  const anchors = new Set(await page.locator('[id]').evaluateAll((all) => all.map(({ id }) => id)));
  const isThere = (link: string) => {
    if (link.startsWith('#')) return link === '#' || anchors.has(decodeURIComponent(link.slice(1)));
    const target = new URL(link, url);
    if (!target.href.startsWith(url)) return /^(https|mailto):$/.test(target.protocol);
    const [, id] = /^\/(?:docs|story)\/(.+)$/.exec(target.searchParams.get('path') ?? '') ?? [];
    if (id !== undefined) return ids.has(id);
    return existsSync(`${directory}/${target.href.slice(url.length).replace(/[?#].*/, '')}`);
  };
  return [...new Set(links)].filter((link) => !isThere(link));
}

for (const [index, { id, title, name }] of entriesOf('docs').entries()) {
  test(`AX1, AX10, AX13: the page ${title}, ${name} is complete, fits, has no dead link and no axe violation`, async ({
    page,
    otherPage,
    host,
  }) => {
    await openPage(page, host.url, id);
    await expect(page.getByText(/No inputs found|No arguments|Error rendering|\| ---/)).toHaveCount(0);
    const faults = [...(await findDeadLinks(page, host.url)), ...(await findWrongCode(page, title))];
    // Each width and each theme meets all rules on every second page.
    const isEven = index % 2 === 0;
    for (const width of isEven ? [390, 1280] : [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      const excess = await excessOf(page);
      if (excess > 0) faults.push(`${excess} px too wide at ${width} px`);
    }
    await setTheme(page, isEven ? 'dark' : 'light');
    faults.push(...(await findViolations(page)));
    await setTheme(page, isEven ? 'light' : 'dark');
    faults.push(...(await findViolations(page, { runOnly: ['color-contrast'] })));
    expect(faults).toEqual([]);
    await expectSameAlone(page, otherPage, host);
  });
}

test('the manifest has every component with its props, and every story with the code of its page', () => {
  const shownNames = components.filter(({ apiDescription }) => apiDescription !== undefined);
  const pages = entriesOf('docs').flatMap(({ title }) => /^Components\/(.+)/.exec(title)?.[1] ?? []);
  expect(shownNames.map(({ name }) => name).sort()).toEqual([...pages, 'OrderProvider'].sort());
  for (const { name, import: line, description, apiDescription } of shownNames) {
    expect(line).toMatch(new RegExp(`^import \\{ ${name} \\} from '@norce-kit/react(/history)?';$`));
    expect(description, name).toMatch(/\.$/m);
    expect(apiDescription, name).toMatch(/^- `\w+\??: .+`: .+\.$/m);
  }
  const listed = components.flatMap(({ stories }) => stories);
  expect(listed.map(({ id }) => id).sort()).toEqual(
    entriesOf('story')
      .map(({ id }) => id)
      .sort(),
  );
  const poor = listed.filter(({ snippet, description }) => !snippet.includes('import ') || !description);
  expect(poor).toEqual([]);
  expect(listed.flatMap(({ snippet }) => findGenerated(snippet))).toEqual([]);
  expect(components.filter(({ error }) => error !== undefined)).toEqual([]);
});

test.describe('Storybook itself', () => {
  // It remembers what was open.
  test.use({ isFresh: true });

  test('the start page works from a subfolder of a host, including its checkout', async ({ page, host }) => {
    await page.goto(host.url);
    const preview = page.frameLocator('#storybook-preview-iframe');
    await expect(preview.getByRole('heading', { level: 1, name: 'norce-kit' })).toBeVisible();
    await preview.getByRole('checkbox', { name: /news/ }).check();
    await expect(preview.getByText('Saved', { exact: true })).toBeVisible();
  });

  // An empty Storybook 10.6 with one page has 7.6 MB, 2.05 MB compressed: most of it is the interface.
  test('the start page transfers less than 2 MB from a host that compresses', async ({ page, host }) => {
    const responses: Response[] = [];
    page.on('response', (response) => responses.push(response));
    await page.goto(host.url, { waitUntil: 'networkidle' });
    const preview = page.frameLocator('#storybook-preview-iframe');
    await expect(preview.getByRole('checkbox', { name: /news/ })).toBeVisible();
    const files = await Promise.all(responses.map((response) => response.body()));
    const sum = (sizeOf: (file: Buffer) => number) => files.reduce((bytes, file) => bytes + sizeOf(file), 0);
    expect(sum((file) => gzipSync(file).length)).toBeGreaterThan(500_000);
    expect(sum((file) => gzipSync(file).length)).toBeLessThan(2_000_000);
    expect(sum(({ length }) => length)).toBeLessThan(6_500_000);
  });

  test('AX10: the interface and its pages follow the system and the toolbar into dark', async ({
    page,
    host,
  }) => {
    const colorsOf = async () => {
      const preview = page.frameLocator('#storybook-preview-iframe');
      const paper = (element: Element) => getComputedStyle(element).backgroundColor;
      return {
        interface: await page.locator('body').evaluate(paper),
        page: await preview.locator('body').evaluate(paper),
        stage: await preview.locator('.stage').first().evaluate(paper),
      };
    };
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(host.url);
    const dark = { interface: 'rgb(31, 34, 41)', page: 'rgb(22, 24, 29)', stage: 'rgb(22, 24, 29)' };
    await expect.poll(colorsOf).toEqual(dark);
    await page.emulateMedia({ colorScheme: 'light' });
    const light = {
      interface: 'rgb(245, 246, 248)',
      page: 'rgb(255, 255, 255)',
      stage: 'rgb(255, 255, 255)',
    };
    await expect.poll(colorsOf).toEqual(light);
    await page.getByRole('button', { name: 'Theme' }).click();
    await page.getByRole('option', { name: 'Dark' }).click();
    await expect.poll(colorsOf).toEqual(dark);
  });

  test('the toolbar makes the network fail', async ({ page, host }) => {
    await page.goto(`${host.url}?path=/story/components-newsletterconsent--own-wording`);
    await page.getByRole('button', { name: 'Network' }).click();
    await page.getByRole('option', { name: 'Failing' }).click();
    const preview = page.frameLocator('#storybook-preview-iframe');
    // Not `check`: after the failed save the box shows the order's answer again.
    await preview.getByRole('checkbox').click();
    await expect(preview.getByText(/Not saved/)).toBeVisible();
  });

  test('each token is drawn, and the tokens of a component come from its style sheet', async ({
    page,
    host,
  }) => {
    await page.goto(`${host.url}iframe.html?viewMode=docs&id=components-consentcheckbox--docs`);
    await page.getByText('Tokens of these parts').click();
    const row = page.getByRole('row', { name: /--nk-size-box/ }).last();
    await expect(row).toContainText('22 px · 1.375 rem');
    await expect(page.getByRole('row', { name: /--nk-radius-panel/ })).toHaveCount(0);
  });

  test('the anatomy shows the measured sizes of the parts', async ({ page, host }) => {
    await page.goto(`${host.url}iframe.html?viewMode=docs&id=components-consentcheckbox--docs`);
    const row = page.getByRole('row', { name: /^3\. Box/ });
    await expect(row).toContainText('22 × 22 px');
    // Those of a page of a shop: a line of small text with its space below, and the target of a link.
    await expect(page.getByRole('row', { name: /^6\. Description/ })).toContainText('480 × 25 px');
    await expect(page.getByRole('row', { name: /^7\. Links/ })).toContainText('480 × 44 px');
    // Two lines from one point would not show which part a number is about.
    const starts = await page.locator('.anatomy').evaluateAll((pictures) =>
      pictures.map((picture) =>
        [...picture.querySelectorAll('line')].map((line) => {
          const { left, top, right } =
            line.parentElement?.getBoundingClientRect() ?? line.getBoundingClientRect();
          const isEnd = line.x1.baseVal.value === 0;
          return `${Math.round(isEnd ? left : right)} ${Math.round(top + line.y1.baseVal.value)}`;
        }),
      ),
    );
    expect(starts.map((points) => points.length)).toEqual([9, 6]);
    for (const points of starts) expect(points).toEqual([...new Set(points)]);
    await expect(row).toContainText('--nk-size-box');
    await page.evaluate(() => document.documentElement.style.setProperty('--nk-size-box', '40px'));
    await page.setViewportSize({ width: 1200, height: 900 });
    await expect(row).toContainText('40 × 40 px');
  });

  test('the marks of the anatomy are on their parts, which list the tokens of their looks', async ({
    page,
    host,
  }) => {
    await page.goto(`${host.url}iframe.html?viewMode=docs&id=components-consenterrorsummary--docs`);
    await expect(page.getByRole('row', { name: /^1\. Frame/ })).toContainText('--nk-focus-clearance');
    await expect(page.getByRole('row', { name: /^2\. Title/ })).not.toContainText('--nk-focus-clearance');
    const picture = page.locator('.anatomy').first();
    const outline = await picture.locator('.anatomy-outline').first().boundingBox();
    expect(outline).toEqual(await picture.locator('.nk-error-summary').boundingBox());
  });

  test('the pictures of the anatomy follow the forced colours of the toolbar, without their numbers', async ({
    page,
    host,
  }) => {
    await page.goto(
      `${host.url}iframe.html?viewMode=docs&id=components-consentcheckbox--docs&globals=forcedColors:on`,
    );
    const colorOf = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((element) => getComputedStyle(element).color);
    await expect(page.locator('.anatomy').first()).toBeVisible();
    expect(await colorOf('.anatomy .nk-consent-error')).toBe(
      await colorOf('.stage.is-forced .nk-consent-label'),
    );
    const marks = page.locator('.anatomy-marks').first();
    await expect(marks).toHaveCSS('background-color', 'rgba(0, 0, 0, 0)');
  });

  test('a link restores theme, language, direction, text size and network', async ({ page, host }) => {
    const globals = 'theme:dark;locale:sv;direction:rtl;textSize:150';
    await page.goto(
      `${host.url}?path=/story/components-newsletterconsent--own-wording&globals=${globals}&args=network:fails`,
    );
    const preview = page.frameLocator('#storybook-preview-iframe');
    const stage = preview.locator('main.stage');
    await expect(stage).toHaveAttribute('data-nk-theme', 'dark');
    await expect(stage).toHaveAttribute('dir', 'rtl');
    await expect(stage).toHaveAttribute('lang', 'sv');
    await expect(preview.locator('html')).toHaveAttribute('style', /font-size: 150%/);
    await preview.getByRole('checkbox').click();
    await expect(preview.getByText(/Inte sparat/)).toBeVisible();
  });

  test('the panels show the order and the announcements', async ({ page, host }) => {
    await page.goto(`${host.url}?path=/story/components-newsletterconsent--own-wording`);
    const box = page.frameLocator('#storybook-preview-iframe').getByRole('checkbox');
    await page.getByRole('tab', { name: 'Order' }).click();
    const row = page.getByRole('row', { name: /ci_newsletter/ }).first();
    await expect(row.getByRole('cell').first()).toHaveText('no');
    await box.check();
    await expect(row.getByRole('cell').first()).toHaveText('yes');
    await expect(page.getByRole('row', { name: /patchConsent/ })).toContainText('200');
    await page.getByRole('tab', { name: 'Spoken' }).click();
    await expect(page.getByRole('row', { name: /in the next pause/ })).toContainText('Saved');
  });

  test("the toolbar's forced colours and reduced motion enable the real rules of the style sheet", async ({
    page,
    host,
  }) => {
    const url = `${host.url}iframe.html?viewMode=story&id=components-consentcheckbox--ticked&globals=a11y.manual:!true`;
    const backgroundOf = async (globals: string) => {
      await page.goto(`${url};${globals}`);
      const box = page.getByRole('checkbox', { checked: true });
      await expect(box).toBeVisible();
      return box.evaluate((element) => {
        const { backgroundColor, transitionDuration } = getComputedStyle(element);
        return { backgroundColor, transitionDuration };
      });
    };
    const plain = await backgroundOf('forcedColors:off;motion:full');
    const forced = await backgroundOf('forcedColors:on;motion:full');
    const reduced = await backgroundOf('forcedColors:off;motion:reduced');
    expect(forced.backgroundColor).not.toBe(plain.backgroundColor);
    expect(plain.transitionDuration).not.toBe('0s');
    expect(reduced.transitionDuration).toBe('0s');
  });
});
