import { show } from '../handler/statistics.mjs';
import { save } from '../record.mjs';
import { openApps } from '../scaling/browser.mjs';
import { measureSizes } from '../scaling/sizes.mjs';
import { measureCommits } from './commits.mjs';
import { measureServerRendering } from './server.mjs';

// The floor runs twice: a difference below that of the two runs is noise.
const floor = 'floor: fetch + useState';
const contenders = {
  [floor]: 'floor',
  'floor, once more': 'floor',
  'norce-kit hooks': 'norce-hooks',
  'norce-kit ConsentCheckbox': 'norce-checkbox',
  'norce-kit NewsletterConsent': 'norce-newsletter',
  'ky + react-query by hand': 'ky-react-query',
  'by hand, Radix checkbox': 'radix',
};
const rounds = Number(process.env.ROUNDS ?? 8);

const opened = await openApps(contenders);
const sizes = await measureSizes(opened, { rounds, counts: [1, 100, 1000], floor });
await opened.close();
const commits = await measureCommits(contenders);
const serverRendering = await measureServerRendering(contenders, { rounds, floor });

const rowOf = (/** @type {number} */ count, /** @type {string} */ name) =>
  sizes.find((table) => table.count === count)?.rows.find((row) => row.name === name);
const table = Object.fromEntries(
  Object.keys(contenders).map((name) => [
    name,
    {
      'mount 1': show(rowOf(1, name).mountRatio, 2),
      'mount 100': show(rowOf(100, name).mountRatio, 2),
      'mount 1000': show(rowOf(1000, name).mountRatio, 2),
      'mount 1000, processor': show(rowOf(1000, name).mountCpuRatio, 2),
      'click to committed': show(rowOf(100, name).committedRatio, 2),
      'heap per box': rowOf(1000, name).heapRatio.toFixed(2),
      'nodes per box': rowOf(1000, name).nodes.toFixed(0),
      commits: `${commits[name].all}, ${commits[name].beforeItShows} before`,
      'server rendering': show(serverRendering[name].ratio, 2),
      'wrong writes': sizes.reduce((sum, { count }) => sum + rowOf(count, name).wrongWrites, 0),
    },
  ]),
);
console.table(table);
save('render', { chromium: opened.version, rounds, table, sizes, commits, serverRendering });
// The server build of React keeps a MessageChannel open, which keeps the process alive.
process.exit();
