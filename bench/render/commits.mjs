import { openApps } from '../scaling/browser.mjs';

/**
 * Commits for one click among a hundred boxes, counted by the profiling build of React: those before the box shows the
 * answer, and all of them until the save has settled.
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
      // A native checkbox shows the click before React handles it, so wait for a commit as well.
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
