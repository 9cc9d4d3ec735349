import { findGenerated } from '../stories/generated-code.ts';
import { entriesOf, expect, test } from './storybook.ts';

test('every code on a docs page is code that a person writes', async ({ page, host }) => {
  let blocks = 0;
  for (const { id, title } of entriesOf('docs')) {
    await page.goto(`${host.url}iframe.html?viewMode=docs&id=${id}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    const buttons = page.getByRole('button', { name: 'Show code' });
    while ((await buttons.count()) > 0) await buttons.first().click();
    for (const code of await page.locator('pre').allInnerTexts()) {
      blocks++;
      expect.soft(findGenerated(code), `${title}: ${code}`).toEqual([]);
      expect.soft(code.trim(), title).not.toBe('');
    }
  }
  expect(blocks).toBeGreaterThan(20);
});
