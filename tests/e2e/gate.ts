import type { Page } from '@playwright/test';

/** Returns a promise, and the function that fulfils it. */
export function createGate(): readonly [Promise<void>, () => void] {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  return [gate, () => release()];
}

/** Holds the requests of a page to `url` until the function that it resolves with is called. */
export async function holdRequests(page: Page, url: string): Promise<() => void> {
  const [gate, release] = createGate();
  await page.route(url, async (route) => {
    await gate;
    await route.continue();
  });
  return release;
}
