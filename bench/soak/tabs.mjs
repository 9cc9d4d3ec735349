import { chromium, firefox } from 'playwright';
import { chromium as options } from '../../scripts/chromium.mjs';
import { findFirefox } from '../../scripts/firefox.mjs';
import { bundle } from '../apps/bundle.mjs';
import { save } from '../record.mjs';
import { openSlowShop } from './slow-shop.mjs';

// Shoppers who click, reload, leave, lose the connection, and open and close tabs, in a shop of random speed. In the end each
// tab shows what the order holds, which is the last click: `npm run soak:tabs -- 300`, in seconds. With
// `npm run soak:tabs -- 300 firefox` they use Firefox, which keeps pages that are left in its back/forward cache.

const seconds = Number(process.argv[2] ?? 300);
const shoppers = 3;
const maxTabs = 3;
/** Milliseconds in which pages and order have to agree, and then do not change. */
const [restWithin, restFor] = [45_000, 5_000];
const consentIds = ['ci_newsletter', 'ci_terms'];

const shop = await openSlowShop({ script: await bundle(`import './soak/page.jsx';`), consentIds });
const browser =
  process.argv[3] === 'firefox'
    ? await firefox.launch({ channel: 'moz-firefox', executablePath: findFirefox() ?? '' })
    : await chromium.launch({ ...options(), headless: true });
const end = Date.now() + seconds * 1_000;
const counts = { visits: 0, clicks: 0 };
const faults = [];
await Promise.all(
  Array.from({ length: shoppers }, async () => {
    while (Date.now() < end) await visit();
  }),
);
await browser.close();
shop.close();

const result = { seconds, ...counts, writes: shop.count(), faults };
console.log(JSON.stringify(result, undefined, 2));
save('soak-tabs', result);
console.log(faults.length === 0 ? 'The last click won each time.' : 'The soak found something, see above.');
process.exitCode = faults.length === 0 ? 0 : 1;

async function visit() {
  const orderId = shop.createOrder();
  const context = await browser.newContext();
  const url = `${shop.url}/?order=${orderId}`;
  const log = [];
  /** The value of the last click, by consent. */
  const wanted = new Map();
  const tabs = [];
  const note = (step) => log.push([Date.now(), step]);

  /** Not with a locator, which never ends on a page from the cache. */
  const isReady = async (page) => {
    const find = (id) => document.querySelector(`input[name="${id}"]`) !== null;
    for (const begun = Date.now(); Date.now() < begun + restWithin; await pause(100))
      if (await page.evaluate(find, consentIds.at(-1)).catch(() => false)) return;
    throw new Error('The page did not show its boxes.');
  };
  const open = async () => {
    const page = await context.newPage();
    tabs.push(page);
    await page.goto(url);
    await isReady(page);
  };
  const click = async (page) => {
    const id = pick(consentIds);
    const { checked } = await page.evaluate((id) => window.soak.click(id), id);
    note(`tab ${tabs.indexOf(page)}: ${id} ${checked}`);
    wanted.set(id, checked);
    counts.clicks += 1;
  };
  /** Steps with the number of times that each occurs among all. */
  const steps = [
    [11, 'click', click],
    [2, 'reload', async (page) => page.reload().then(() => isReady(page))],
    [2, 'leave and return', async (page) => leaveAndReturn(page).then(() => isReady(page))],
    [1, 'open', async () => tabs.length < maxTabs && open()],
    [
      1,
      'close',
      async (page) => tabs.length > 1 && page.close().then(() => tabs.splice(tabs.indexOf(page), 1)),
    ],
    [1, 'offline', async (page) => clickOffline(page)],
    [1, 'wait', async () => pause(1_500)],
  ];
  const leaveAndReturn = async (page) => {
    await page.goto(`${shop.url}/other`);
    await pause(800);
    // Not `goBack`, which waits for a `load` that a page from the cache does not fire.
    await page.evaluate(() => history.back()).catch(() => undefined);
  };
  const clickOffline = async (page) => {
    await context.setOffline(true);
    await click(page);
    await pause(900);
    await context.setOffline(false);
  };
  const drawn = steps.flatMap(([share, ...step]) => Array.from({ length: share }, () => step));

  /** Returns a difference between a tab, the order and the last clicks. */
  const findFault = async () => {
    for (const id of consentIds) {
      const held = shop.holds(orderId, id);
      if ((wanted.get(id) ?? false) !== held)
        return `${id}: the last click was ${!held}, the order holds ${held}`;
      for (const [index, page] of tabs.entries()) {
        const { checked, state } = await page.evaluate((id) => window.soak.show(id), id);
        if (checked !== held)
          return `${id}: tab ${index} shows ${checked} (${state}), the order holds ${held}`;
      }
    }
    return undefined;
  };

  await open();
  for (let left = 6 + Math.random() * 14; left > 0; left -= 1) {
    const [name, step] = pick(drawn);
    const page = pick(tabs);
    if (step !== click) note(`tab ${tabs.indexOf(page)}: ${name}`);
    await step(page);
    await pause(300);
  }
  note('rest');
  let fault;
  /** @type {number | undefined} */
  let agreedSince;
  for (const begun = Date.now(); Date.now() < begun + restWithin; await pause(400)) {
    fault = await findFault();
    agreedSince = fault === undefined ? (agreedSince ?? Date.now()) : undefined;
    if (agreedSince !== undefined && Date.now() > agreedSince + restFor) break;
  }
  if (fault !== undefined) faults.push({ fault, log, writes: shop.writesOf(orderId) });
  counts.visits += 1;
  await context.close();
}

function pick(list) {
  return list[Math.floor(Math.random() * list.length)];
}

/** Waits for a random time. @param {number} most milliseconds */
function pause(most) {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * most));
}
