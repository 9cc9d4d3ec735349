import { show } from '../handler/statistics.mjs';
import { save } from '../record.mjs';
import { openApps } from './browser.mjs';
import { measureFirstLoad } from './first-load.mjs';
import { measureRenders } from './renders.mjs';
import { measureSizes, measureSubscribers } from './sizes.mjs';
import { measureSlow } from './slow.mjs';

const rounds = Number(process.env.ROUNDS ?? 6);
const floor = 'floor: fetch + useState';
const own = {
  'norce-kit hooks': 'norce-hooks',
  'norce-kit ConsentCheckbox': 'norce-checkbox',
  'norce-kit NewsletterConsent': 'norce-newsletter',
};
const simple = {
  [floor]: 'floor',
  // The same code under a second name: the difference between the two is noise.
  'floor, again': 'floor',
  'ky + react-query by hand': 'ky-react-query',
};
const others = {
  'react-query, documented optimistic pattern': 'react-query-optimistic',
  'openapi-fetch + openapi-react-query': 'openapi-react-query',
  'by hand, Radix checkbox': 'radix',
  'by hand, Base UI checkbox': 'base-ui',
  'by hand, React Aria Components checkbox': 'react-aria',
};
const all = { ...simple, ...others, ...own };

/** @param {Record<string, string>} apps @param {(opened: Awaited<ReturnType<typeof openApps>>) => Promise<any>} measure */
async function withApps(apps, measure, options = {}) {
  const opened = await openApps(apps, options);
  try {
    return await measure(opened);
  } finally {
    await opened.close();
  }
}

/** Writes the results after each part, because all of them together take long. */
const found = { rounds };
const keep = (part) => save('scaling', Object.assign(found, part));

const sizes = await withApps(all, (opened) => {
  found.chromium = opened.version;
  return measureSizes(opened, { rounds, counts: [1, 10, 100, 1000], floor });
});
keep({ sizes });
for (const { count, rows } of sizes) {
  console.log(`${count} consents, ratio to the floor`);
  console.table(
    Object.fromEntries(
      rows.map(({ name, mountRatio, mountCpuRatio, committedRatio, paintableRatio, heapRatio, nodes }) => [
        name,
        {
          mount: show(mountRatio, 2),
          'mount, CPU': show(mountCpuRatio, 2),
          committed: show(committedRatio, 2),
          paintable: show(paintableRatio, 2),
          heap: heapRatio.toFixed(2),
          nodes: nodes.toFixed(1),
        },
      ]),
    ),
  );
}

const optimistic = { 'react-query, documented optimistic pattern': 'react-query-optimistic' };
const subscribers = await withApps({ ...optimistic, ...own }, (opened) =>
  measureSubscribers(opened, { rounds, counts: [1, 10, 100] }),
);
keep({ subscribers });
for (const { name, rows } of subscribers) {
  console.log(`${name}, boxes of one consent`);
  console.table(
    rows.map(({ count, mount, paintable }) => ({
      count,
      mount: show(mount, 2),
      paintable: show(paintable, 2),
    })),
  );
}

const renders = await withApps(all, measureRenders, { isProfiled: true });
keep({ renders });
console.table(renders);

const slow = await withApps({ ...simple, ...own }, (opened) =>
  measureSlow(opened, { rounds: Math.ceil(rounds / 2) }),
);
keep({ slow });
console.table(
  slow.map(({ visible, saved, ...row }) => ({ ...row, visible: show(visible, 0), saved: show(saved, 0) })),
);

const firstLoad = await measureFirstLoad({ rounds: Math.ceil(rounds / 2) });
console.table(
  firstLoad.map(({ name, bytes, firstPaint, boxes }) => ({
    name,
    bytes,
    'first paint': show(firstPaint, 0),
    boxes: show(boxes, 0),
  })),
);

const writes = [...sizes.flatMap(({ rows }) => rows), ...subscribers, ...renders, ...slow];
const wrongWrites = writes.reduce((sum, { wrongWrites: wrong }) => sum + wrong, 0);
const othersRendered = renders.filter(({ name, ofOthers }) => name in own && ofOthers > 0);
if (wrongWrites > 0 || othersRendered.length > 0) {
  console.error(
    `${wrongWrites} writes were dropped or doubled; renders of others: ${JSON.stringify(othersRendered)}`,
  );
  process.exitCode = 1;
}
keep({ wrongWrites, firstLoad });
