import type { Locator, Page } from '@playwright/test';
import type { Host } from './serve.ts';
import { expect, openStory } from './storybook.ts';

/** Opens a docs page. Not by the channel, because Storybook then reloads the page while its stories still save. */
export async function openPage(page: Page, url: string, id: string): Promise<void> {
  // "Saved" fades after a while, and then has less contrast.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`${url}iframe.html?viewMode=docs&id=${id}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  await expect(page.locator('.sb-preparing-docs')).toBeHidden();
  for (const block of await page.locator('.docs-story').all()) {
    await expect(block.locator('.stage, iframe').first()).toBeVisible();
  }
}

/** Sets the theme of the system. A choice in the toolbar would mount all stories of the page again. */
export const setTheme = async (page: Page, colorScheme: 'light' | 'dark') => {
  await page.emulateMedia({ colorScheme });
  await expect(page.locator('html')).toHaveAttribute('data-docs-theme', colorScheme);
  // Colours between the two themes have less contrast.
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) {
      if (animation instanceof CSSTransition) animation.finish();
    }
  });
};

/**
 * Expects each canvas of an open docs page to show the same as its story on a page of its own: roles, names, states and
 * texts. Canvases in frames are pages of their own already.
 */
export async function expectSameAlone(page: Page, alone: Page, host: Host): Promise<void> {
  const size = page.viewportSize();
  // Tables differ with the width.
  if (size !== null) await alone.setViewportSize(size);
  for (const canvas of await page.locator('.sb-story:has(.stage)').all()) {
    const elementId = (await canvas.getAttribute('id')) ?? '';
    const id = elementId.replace(/^story--/, '').replace(/--primary$/, '');
    // A docs page runs no play functions.
    await openStory(alone, host, id, { withPlay: false });
    const difference = async () => {
      const [here, there] = [await read(canvas), await read(alone.locator('body'))];
      return here === there ? undefined : { here, alone: there };
    };
    await expect.poll(difference, `${id}: the same here and alone`).toBeUndefined();
  }
}

/** Returns the accessibility tree of a story. Its stage is a landmark only where it is alone. */
async function read(canvas: Locator): Promise<string> {
  const tree = await canvas.locator('.stage').first().ariaSnapshot();
  // The ids of elements differ.
  const [first = '', ...rest] = tree.split('\n').filter((line) => !line.includes('- /url: "#'));
  const lines = first.startsWith('- main') ? rest.map((line) => line.slice(2)) : [first, ...rest];
  return lines.join('\n');
}
