import { summarize } from '../handler/statistics.mjs';
import { countWrong } from './sizes.mjs';

/** The presets of Chromium's developer tools. */
export const slow3g = {
  offline: false,
  latency: 2_000,
  downloadThroughput: 50_000,
  uploadThroughput: 50_000,
};
const circumstances = [
  { name: 'as it is', rate: 1 },
  { name: 'CPU 6 times slower', rate: 6 },
  { name: 'CPU 6 times slower, slow 3G', rate: 6, network: slow3g },
];

/** Throttles CPU and network of a page. */
export async function slowDown(session, { rate, network }) {
  await session.send('Emulation.setCPUThrottlingRate', { rate });
  await session.send('Network.enable');
  const free = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
  await session.send('Network.emulateNetworkConditions', network ?? free);
}

/** Times a real click on the middle one of twenty boxes, until it is visible and until it is saved. */
export async function measureSlow({ server, pages }, { rounds }) {
  const measured = new Map();
  for (let round = -1; round < rounds; round++) {
    for (const { name: where, ...conditions } of circumstances) {
      for (let index = 0; index < pages.length; index++) {
        const { name, page, session, call } = pages[(index + round + 1) % pages.length];
        await slowDown(session, conditions);
        await call('mount', server.add(20));
        server.takeWrites();
        const watched = call('watchClick');
        await page.getByRole('checkbox').nth(10).click();
        const { visible, saved } = await watched;
        await slowDown(session, { rate: 1 });
        await call('settle');
        const wrong = await countWrong(server, [['ci_10', true]]);
        await call('unmount');
        const key = JSON.stringify([where, name]);
        // The first click is a warm-up.
        if (round >= 0) measured.set(key, [...(measured.get(key) ?? []), { visible, saved, wrong }]);
      }
    }
  }
  return [...measured].map(([key, all]) => {
    const [where, name] = JSON.parse(key);
    return {
      where,
      name,
      visible: summarize(all.map(({ visible }) => visible)),
      saved: summarize(all.map(({ saved }) => saved)),
      wrongWrites: all.reduce((sum, { wrong }) => sum + wrong, 0),
    };
  });
}
