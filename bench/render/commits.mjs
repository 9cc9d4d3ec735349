import { openApps } from '../scaling/browser.mjs';

/**
 * Commits of the page for one click among a hundred boxes, counted by React's profiling build: those before the box shows
 * the answer, and all of them until it is saved and what follows is over.
 */
export async function measureCommits(contenders) {
  const { server, pages, close } = await openApps(contenders, { isProfiled: true });
  const rows = {};
  for (const { name, page, call } of pages) {
    await call('mount', server.add(100));
    rows[name] = await page.evaluate(async () => {
      const countCommits = () => window.bench.takeRenders().filter((id) => id === 'page').length;
      const box = document.querySelector('input[type=checkbox], button[role=checkbox]');
      const isTicked = () => box.checked ?? box.getAttribute('aria-checked') === 'true';
      // A native box shows the click before React knows of it, so a commit has to have come as well.
      let beforeItShows = 0;
      countCommits();
      box.click();
      while (beforeItShows === 0 || !isTicked()) {
        await Promise.resolve();
        beforeItShows += countCommits();
      }
      await window.bench.settle();
      await new Promise((resolve) => setTimeout(resolve, 300));
      await window.bench.settle();
      return { beforeItShows, all: beforeItShows + countCommits() };
    });
    await call('unmount');
  }
  await close();
  return rows;
}
