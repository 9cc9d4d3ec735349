import { bundle } from '../apps/bundle.mjs';
import { summarize } from '../handler/statistics.mjs';
import { createOrder } from '../scaling/server.mjs';

const order = createOrder('o_1', 100);

/** Returns a function that renders 100 boxes of an app to a string, with a production build of React. */
async function loadRenderer(name, file) {
  const code = await bundle(
    `import { createElement } from 'react';
     import { renderToString } from 'react-dom/server.browser';
     import { Provider, Box } from './apps/${file}.jsx';
     export const renderBoxes = (order) => renderToString(createElement(Provider, { order },
       order.consents.map((consent) => createElement(Box, { key: consent.id, order, consent }))));`,
    { isServer: true },
  );
  // The name makes the URL unique: two data URLs with the same text are one module.
  const url = `data:text/javascript,${encodeURIComponent(`${code}\n// ${name}`)}`;
  const { renderBoxes } = await import(url);
  const boxes = renderBoxes(order).match(/type="checkbox"|role="checkbox"/g)?.length ?? 0;
  if (boxes < 100) throw new Error(`${name}: ${boxes} boxes instead of 100`);
  return () => renderBoxes(order);
}

/** Renders per second of CPU time, measured over at least 0.2 s of it. */
function measure(render) {
  const begun = process.cpuUsage();
  let count = 0;
  let spent = 0;
  while (spent < 200_000) {
    for (let time = 0; time < 10; time++) render();
    count += 10;
    const { user, system } = process.cpuUsage(begun);
    spent = user + system;
  }
  return (count * 1_000_000) / spent;
}

/** Server rendering of each app, larger is better; apps take turns within a round. */
export async function measureServerRendering(contenders, { rounds, floor }) {
  const names = Object.keys(contenders);
  const renderers = {};
  for (const name of names) renderers[name] = await loadRenderer(name, contenders[name]);
  for (const name of names) measure(renderers[name]);
  const measured = [];
  for (let round = 0; round < rounds; round++) {
    const found = {};
    for (const index of names.keys()) {
      const name = names[(index + round) % names.length] ?? '';
      globalThis.gc?.();
      found[name] = measure(renderers[name]);
    }
    measured.push(found);
  }
  return Object.fromEntries(
    names.map((name) => [
      name,
      {
        perSecond: summarize(measured.map((found) => found[name])),
        ratio: summarize(measured.map((found) => found[name] / found[floor])),
      },
    ]),
  );
}
