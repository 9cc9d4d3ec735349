import { createServer } from 'node:http';
import { listen } from '../../examples/checkout/server/listen.ts';
import { startBrowsers } from './browsers.ts';
import { expect, test } from './shared.ts';

// Code that could not be loaded, on a page without the kit. docs/promises.md names the results as a cause.
const page = `<!doctype html><h1>Page</h1>
  <script type="module">window.load = () => import('/late.js').then(() => true, () => false)</script>`;

for (const [title, isPreloaded, engines] of [
  ['a failed import() is repeated', false, ['chromium', 'webkit']],
  ['an import() is repeated after a failed preload', true, ['chromium']],
] as const) {
  test(`LZ7: ${title} only in ${engines.join(' and ')}`, async ({
    playwright,
    browserName,
    channel,
    launchOptions,
  }) => {
    let requests = 0;
    const server = createServer((request, response) => {
      response.setHeader('cache-control', 'no-store');
      if (request.url === '/late.js') {
        requests += 1;
        response.writeHead(requests === 1 ? 404 : 200, { 'content-type': 'text/javascript' });
        response.end('export {};');
      } else response.setHeader('content-type', 'text/html').end(page);
    });
    const url = `http://127.0.0.1:${await listen(server, 0)}`;
    const browsers = startBrowsers(playwright, browserName, {
      ...launchOptions,
      ...(channel && { channel }),
    });
    const { tab } = await browsers.openTab({ keepsPages: browserName !== 'chromium', baseURL: url });
    await tab.open('/');
    await expect.poll(() => tab.run(() => 'load' in window)).toBe(true);
    const load = () => tab.run(() => (window as object as { load: () => Promise<boolean> }).load());
    const preload = () =>
      tab.run(
        () =>
          new Promise<boolean>((resolve) => {
            const link = document.createElement('link');
            link.rel = 'modulepreload';
            link.href = '/late.js';
            link.addEventListener('load', () => resolve(true));
            link.addEventListener('error', () => resolve(false));
            document.head.append(link);
          }),
      );
    const isRepeated = (engines as readonly string[]).includes(browserName);
    expect(await (isPreloaded ? preload() : load())).toBe(false);
    expect([await load(), await load(), requests]).toEqual(isRepeated ? [true, true, 2] : [false, false, 1]);
    await browsers.close();
    server.close();
    server.closeAllConnections();
  });
}
