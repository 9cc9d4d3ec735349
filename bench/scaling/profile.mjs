import { SourceMap } from 'node:module';
import { chromium } from 'playwright-core';
import { chromium as options } from '../../scripts/chromium.mjs';
import { bundle } from '../apps/bundle.mjs';
import { serve } from './server.mjs';

const [file = 'norce-newsletter', times = '40', boxes = '100'] = process.argv.slice(2);

const code = `import * as app from './apps/${file}.jsx'; import { start } from './scaling/page.jsx'; start(app, false);`;
const script = await bundle(code, { sourcemap: true });
const [, encoded] = /sourceMappingURL=data:[^,]+,(.+)/.exec(script);
const map = new SourceMap(JSON.parse(Buffer.from(encoded, 'base64').toString()));

/** Maps a position in the bundle to the source. */
function placeOf({ functionName, url, lineNumber, columnNumber }) {
  if (url === '') return functionName;
  const { originalSource = '', originalLine = 0, name } = map.findEntry(lineNumber, columnNumber);
  // Relative to the output folder of the bundle, which is never written.
  const path = originalSource.replace(/^.*node_modules\/(?!\.pnpm)/, '').replace(/^(\.\.\/)+/, '');
  return `${path}:${originalLine + 1} ${name ?? functionName}`;
}

/** Milliseconds per turn of each function: self time and total time. */
function weigh({ nodes, samples, timeDeltas }, turns) {
  const byId = new Map(nodes.map((node) => [node.id, { ...node, self: 0, place: placeOf(node.callFrame) }]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const [own, all] = [new Map(), new Map()];
  const add = (sums, place, time) => sums.set(place, (sums.get(place) ?? 0) + time / 1000 / turns);
  samples.forEach((id, index) => {
    const time = timeDeltas[index];
    add(own, byId.get(id).place, time);
    const places = new Set();
    for (let at = id; at !== undefined; at = parents.get(at)) places.add(byId.get(at).place);
    for (const place of places) add(all, place, time);
  });
  return { own, all };
}

function show(title, sums, count, isWanted = () => true) {
  console.log(title);
  const sorted = [...sums].filter(([place]) => isWanted(place)).sort(([, a], [, b]) => b - a);
  for (const [place, amount] of sorted.slice(0, count))
    console.log(`  ${amount.toFixed(amount < 10 ? 3 : 0).padStart(6)}  ${place}`);
}

const server = await serve({ [file]: script });
const browser = await chromium.launch({ headless: true, ...options() });
const page = await browser.newPage();
page.setDefaultTimeout(180_000);
await page.goto(`${server.url}/page/${file}`);
const session = await page.context().newCDPSession(page);
await session.send('Profiler.enable');
await session.send('Profiler.setSamplingInterval', { interval: 100 });

const count = Number(boxes);
const visit = async () => {
  await page.evaluate((order) => window.bench.mount(order), server.add(count));
  await page.evaluate(() => window.bench.unmount());
};
const click = (clicks) =>
  page.evaluate(
    (indexes) => window.bench.toggle(indexes),
    Array.from({ length: clicks }, (_, index) => index % count),
  );
const parts = {
  mount: async () => {
    for (let time = 0; time < Number(times); time++) await visit();
    return Number(times);
  },
  click: async () => {
    await page.evaluate((order) => window.bench.mount(order), server.add(count));
    await click(Number(times) * 5);
    return Number(times) * 5;
  },
};
await visit();
for (const [name, run] of Object.entries(parts)) {
  await session.send('Profiler.start');
  const turns = await run();
  const { profile } = await session.send('Profiler.stop');
  const { own, all } = weigh(profile, turns);
  const isCode = (place) => !/^\((idle|program|root)\)/.test(place);
  console.log(`\n${file}, ${name}, ${count} boxes, ms a turn`);
  show('by itself', own, 25, isCode);
  show('of the kit, with what it calls', all, 30, (place) => place.startsWith('packages/'));
  const sum = (isWanted) =>
    [...own].filter(([place]) => isWanted(place)).reduce((all, [, time]) => all + time, 0);
  console.log('sums', {
    kit: sum((place) => place.startsWith('packages/')),
    reactQuery: sum((place) => place.startsWith('@tanstack')),
    reactDom: sum((place) => place.startsWith('react')),
    ky: sum((place) => place.startsWith('ky')),
    gc: own.get('(garbage collector)'),
    code: sum(isCode),
  });
}

/** Bytes per box that 1000 boxes retain after a garbage collection, by the function that allocated them. */
async function weighHeap() {
  const boxes = 1000;
  const order = server.add(boxes);
  await page.evaluate(() => window.bench.unmount());
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.startSampling', { samplingInterval: 512 });
  await page.evaluate((mounted) => window.bench.mount(mounted), order);
  await session.send('HeapProfiler.collectGarbage');
  const { profile } = await session.send('HeapProfiler.stopSampling');
  const own = new Map();
  const add = ({ callFrame, selfSize, children }) => {
    const place = placeOf(callFrame);
    own.set(place, (own.get(place) ?? 0) + selfSize / boxes);
    children.forEach(add);
  };
  add(profile.head);
  const all = [...own.values()].reduce((sum, bytes) => sum + bytes, 0);
  console.log(`\n${file}, heap, ${boxes} boxes, ${all.toFixed(0)} bytes a box`);
  show('made by', own, 25);
}
await weighHeap();
await browser.close();
server.close();
