import type { Page } from '@playwright/test';
import type { RunOptions } from 'axe-core';
import { loadAxe } from '../e2e/axe.ts';

/** Returns the violated rules on a page, each with its first elements. */
export async function findViolations(page: Page, options: RunOptions = {}): Promise<readonly string[]> {
  await loadAxe(page);
  // In the page, because the whole result is long.
  return page.evaluate(async (chosen) => {
    const { violations } = await globalThis.axe.run({ ...chosen, resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => {
      const elements = nodes.slice(0, 3).map(({ html }) => html.slice(0, 160));
      return `${id}: ${elements.join(' ')}`;
    });
  }, options);
}

/** Returns how many px of the page have to be scrolled sideways. */
export function excessOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
