import { chromium } from 'playwright';
import { chromium as options } from '../../scripts/chromium.mjs';
import { bundle } from '../apps/bundle.mjs';
import { slope } from '../handler/statistics.mjs';
import { save } from '../record.mjs';
import { findOvertaken } from './order.mjs';
import { readHeap, readObjects } from './heap.mjs';
import { openShop } from './shop.mjs';

const seconds = Number(process.argv[2] ?? 300);
const pause = 200;
const heapPause = 10_000;
// The time during which a lost request may still be applied and is then corrected.
const lateWindow = 35_000;
// The first minute fills caches and compiles code.
const warmUp = Math.min(60, seconds / 5);
const maxBytes = 50_000;
const consentIds = ['ci_newsletter', 'ci_sms', 'ci_terms', 'ci_partners', 'ci_profile'];

const clicks = Object.fromEntries(consentIds.map((id) => [id, []]));
const writes = Object.fromEntries(consentIds.map((id) => [id, []]));
const shop = await openShop({
  script: await bundle(`import './soak/page.jsx';`),
  consentIds,
  onWrite: ({ id, ...write }) => writes[id].push(write),
});
let nodeRejections = 0;
process.on('unhandledRejection', () => (nodeRejections += 1));

const browser = await chromium.launch({ ...options(), headless: true });
const page = await browser.newPage();
const errors = [];
page.on('pageerror', (error) => errors.push(String(error)));
const session = await page.context().newCDPSession(page);
await page.goto(shop.url);
await page.locator(`input[name="${consentIds.at(-1)}"]`).waitFor({ timeout: 60_000 });

shop.beginFaults();

/** @type {[minutes: number, bytes: number][]} */
const heap = [];
const begun = Date.now();
let due = begun;
const elapsed = () => Date.now() - begun;
/** @type {number | undefined} */
let objectsBefore;
let nextHeap = warmUp * 1000;
while (elapsed() < seconds * 1000) {
  // Scheduled by the clock, so that a busy machine catches up.
  due += pause;
  const id = consentIds[Math.floor(Math.random() * consentIds.length)];
  clicks[id].push(await page.evaluate((id) => window.soak.click(id), id));
  if (elapsed() > nextHeap) {
    nextHeap += heapPause;
    objectsBefore ??= await readObjects(session);
    heap.push([elapsed() / 60_000, await readHeap(session)]);
  }
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - Date.now())));
}
shop.endFaults();
await new Promise((resolve) => setTimeout(resolve, lateWindow));

const objectsGrew = (await readObjects(session)) - objectsBefore;
const ends = [];
for (const id of consentIds) {
  const { checked, state } = await page.evaluate((id) => window.soak.show(id), id);
  const isTold = state === 'not-saved' || state === 'unknown';
  const wanted = clicks[id].at(-1)?.checked ?? false;
  const isEqual = isTold || (checked === wanted && checked === shop.holds(id));
  const overtaken = findOvertaken(clicks[id], writes[id]);
  ends.push({ id, clicks: clicks[id].length, writes: writes[id].length, state, isEqual, overtaken });
}
const { rejections, events } = await page.evaluate(() => ({
  rejections: window.soak.rejections,
  events: window.soak.events,
}));
await browser.close();
shop.close();

const count = ends.reduce((sum, { clicks }) => sum + clicks, 0);
const result = {
  seconds,
  clicksASecond: count / seconds,
  ends,
  events,
  requests: shop.struck.requests,
  brokenConnections: shop.struck.connections,
  unhandled: [...errors, ...rejections],
  nodeRejections,
  // Of the second half only: compiled code grows while new kinds of failures occur.
  heap: { all: heap, bytesAMinute: slope(heap.slice(heap.length / 2)), objectsGrew },
};
console.table(ends);
console.log(result);
save('soak', result);
// Equality proves little if hardly anything was saved.
const {
  'consent-saved': savedEvents = 0,
  'consent-not-saved': lost = 0,
  'consent-unknown': unknown = 0,
} = events;
const isFine =
  savedEvents > 5 * (lost + unknown) &&
  ends.every(({ isEqual, overtaken }) => isEqual && overtaken === 0) &&
  result.unhandled.length === 0 &&
  nodeRejections === 0 &&
  objectsGrew < maxBytes;
console.log(isFine ? 'Nothing was lost, inverted or overtaken.' : 'The soak found something, see above.');
process.exitCode = isFine ? 0 : 1;
