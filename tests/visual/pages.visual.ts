import { entriesOf, expect, test } from './storybook.ts';

test.use({ viewport: { width: 1280, height: 900 } });

for (const { id, title } of entriesOf('docs')) {
  test(`${title}: the page opens completely, without console messages`, async ({ page, host }) => {
    await page.goto(`${host.url}iframe.html?viewMode=docs&id=${id}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    await expect(page.locator('.sb-preparing-docs')).toBeHidden();
    for (const block of await page.locator('.docs-story').all()) {
      await expect(block.locator('.stage, iframe').first()).toBeVisible();
    }
    await expect(page.getByText(/No inputs found|No arguments|Error rendering|\| ---/)).toHaveCount(0);
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(await overflow()).toBe(0);
  });
}

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

  test('a link restores theme, language, direction, text size and network', async ({ page, host }) => {
    const globals = 'theme:dark;locale:sv;direction:rtl;textSize:150';
    await page.goto(
      `${host.url}?path=/story/components-newsletterconsent--own-wording&globals=${globals}&args=network:slow`,
    );
    const preview = page.frameLocator('#storybook-preview-iframe');
    const stage = preview.locator('main.stage');
    await expect(stage).toHaveAttribute('data-nk-theme', 'dark');
    await expect(stage).toHaveAttribute('dir', 'rtl');
    await expect(stage).toHaveAttribute('lang', 'sv');
    await expect(preview.locator('html')).toHaveAttribute('style', /font-size: 150%/);
    await preview.getByRole('checkbox').check();
    await expect(preview.getByText('Sparar …')).toBeVisible();
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
