import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { assertInBudget, modelBudget } from '../../../tests/in-budget.ts';
import type { Clock } from '../test/model/clock.ts';
import { startClock } from '../test/model/clock.ts';
import { consentIds, orderIds } from '../test/model/order-api.ts';
import type { Settings, Step } from '../test/model/settings.ts';
import { isHealed, settings, steps } from '../test/model/settings.ts';
import type { Pages } from '../test/model/traffic.ts';
import { openPages, read, take } from '../test/model/traffic.ts';
import type { Asked, World } from '../test/model/world.ts';
import { openWorld } from '../test/model/world.ts';
import { secret } from '../test/shop.ts';
import { hashConsentAnswer } from './consent-log.ts';

const budget = modelBudget({ runs: 400, seconds: 60 });

test(`CL12: in ${budget.runs} random shops, page, order and log agree, and nothing is left behind`, async () => {
  // Threads would end in real time, at any moment of the simulated one.
  const importKey = vi.spyOn(crypto.subtle, 'importKey').mockResolvedValue({} as CryptoKey);
  const sign = vi.spyOn(crypto.subtle, 'sign').mockImplementation((_algorithm, _key, data) => {
    const hmac = createHmac('sha256', secret).update(data as Uint8Array);
    return Promise.resolve(new Uint8Array(hmac.digest()).buffer);
  });
  onTestFinished(() => {
    importKey.mockRestore();
    sign.mockRestore();
  });
  await assertInBudget(
    fc.asyncProperty(settings, steps, async (given, taken) => {
      const clock = startClock();
      try {
        expect(await run(clock, given, taken)).toEqual([]);
      } finally {
        clock.end();
      }
    }),
    {
      name: 'CL12',
      chunk: 50,
      ...budget,
    },
  );
}, 3_600_000);

/** Takes the steps, then repairs everything. Returns the contradictions. */
async function run(clock: Clock, given: Settings, taken: readonly Step[]): Promise<readonly string[]> {
  const world = openWorld(clock, given);
  const pages = openPages(world, clock);
  const checked = new Set<Asked>();
  for (const step of taken) {
    const one = await take(pages, step);
    if (one && 'isAwaited' in step && step.isAwaited) await world.settle([one]);
    checkSaved(world, given, checked);
  }
  await world.settle();
  checkSaved(world, given, checked);
  await checkRest(clock, world);
  checkEvents(world);
  checkForms(world, given);
  if (isHealed(given)) checkWorking(world, pages);
  await checkRows(world);

  world.shop.heal();
  const reads = orderIds.map((orderId) => read(pages, orderId));
  await world.settle(reads);
  await world.untilIdle();
  expect(reads.map(({ response }) => response?.status)).toEqual([200, 200]);
  checkLast(world, given, pages);
  for (const checkedNow of [true, false]) await answerAll(pages, checkedNow);
  expect(clock.timers()).toBe(0);
  return world.wrong;
}

/** Nothing happens after `idle`, and nothing is left once the functions of the shop that took too long have ended. */
async function checkRest(clock: Clock, world: World): Promise<void> {
  const { api, shop, asked, events } = world;
  await world.untilIdle();
  const done = () => [events.length, shop.logCalls()];
  const before = done();
  await clock.runUntil(() => false);
  expect(done()).toEqual(before);
  expect([api.open(), shop.announced.size, clock.timers(), api.wrong]).toEqual([0, 0, 0, []]);
  expect(events.filter(({ type }) => type === 'request')).toHaveLength(asked.length);
}

/** Each consent can be answered again. */
async function answerAll(pages: Pages, checked: boolean): Promise<void> {
  const { world, clock } = pages;
  const rest = { checked, isList: false, follows: 0, arrival: 'whole', isAwaited: true } as const;
  for (const nthOrder of orderIds.keys()) {
    for (const consentId of consentIds) {
      // Answers of two pages are in the order of their times.
      await clock.pass(5);
      await take(pages, { type: 'answer', nthOrder, consentId, ...rest });
    }
  }
  await world.settle();
  await world.untilIdle();
  for (const orderId of orderIds) {
    expect(consentIds.map((id) => world.api.holds(orderId, id))).toEqual(consentIds.map(() => checked));
    expect(consentIds.map((id) => world.table.last(orderId, id))).toEqual(consentIds.map(() => checked));
  }
}

/** An answer is not saved before the order has it, nor, if the log is awaited, before its row. */
function checkSaved({ asked, table, writtenBy, wrong }: World, given: Settings, checked: Set<Asked>): void {
  for (const one of asked) {
    if (!one.isSaved || checked.has(one)) continue;
    checked.add(one);
    const { name, answers } = one;
    if (writtenBy(one).length < answers.length) wrong.push(`${name} is saved, and was not written`);
    const isLogged = answers.every(({ rowId }) => table.rows().some(({ id }) => id === rowId));
    if (given.isAwaited && !isLogged) wrong.push(`${name} is saved, and the log lacks a row`);
  }
}

/** An error of the handler's own names its hook, and the event of a log that failed has the rows of the request. */
function checkEvents({ asked, events, wrong }: World): void {
  const nameless = events.filter(
    (event) => event.type === 'request' && event.problem === 'internal-error' && !event.hook,
  );
  wrong.push(...nameless.map(({ correlationId, error }) => `${correlationId}: no hook for ${error}`));
  for (const { name, response, answers } of asked) {
    if (!response?.text.includes('log-failed')) continue;
    const rows = events.flatMap((event) =>
      event.type === 'consent-log' && event.correlationId === response.id ? event.answers : [],
    );
    if (!answers.every(({ rowId }) => rows.some(({ id }) => id === rowId)))
      wrong.push(`the event of ${name} lacks a row`);
  }
}

/** A form is saved only if it has an answer, and not saved only if its answer was not written. */
function checkForms({ asked, writtenBy, wrong }: World, { upstream }: Settings): void {
  for (const one of asked) {
    const { name, response, answers, isSaved } = one;
    if (response?.status !== 303) continue;
    if (isSaved && answers.length === 0) wrong.push(`${name} is saved, and has no answer`);
    const isLate = upstream.includes('drop, then apply');
    if (response.text.includes('=not-saved') && !isLate && writtenBy(one).length > 0)
      wrong.push(`${name} is not saved, and was written`);
  }
}

/** If everything works, nothing fails, and the rows of a page are in the order of its answers. */
function checkWorking({ asked, handlers, table, wrong }: World, { repeated }: Pages): void {
  const failed = asked.filter(({ response }) => (response?.status ?? 500) >= 500);
  wrong.push(...failed.map(({ name, response }) => `${name} fails: ${response?.text}`));
  if (handlers.length > 1 || repeated.size > 0) return;
  const newest = new Map<string, number>();
  for (const { orderId, consentId, pageId, sequence } of table.rows()) {
    const place = `${orderId} ${consentId} ${pageId}`;
    if (sequence < (newest.get(place) ?? 0)) wrong.push(`row ${sequence} of ${place} comes too late`);
    newest.set(place, sequence);
  }
}

/** Each row is one of an answer that was given, has its hash, and is the only one of its answer. */
async function checkRows({ asked, api, table, events, wrong }: World): Promise<void> {
  const given = new Set(asked.flatMap(({ answers }) => answers.map(({ rowId }) => rowId)));
  const inEvents = events.flatMap((event) => (event.type === 'consent-log' ? event.answers : []));
  for (const { hash, ...row } of [...table.rows(), ...inEvents]) {
    const { orderId, consentId, checked } = row;
    const isHeld =
      !checked ||
      api.applied.some(
        (write) => write.orderId === orderId && write.consentId === consentId && write.checked,
      );
    if (!given.has(row.id) || !isHeld) wrong.push(`the row of no answer: ${JSON.stringify(row)}`);
    if (hash !== (await hashConsentAnswer(secret, row))) wrong.push(`another hash: ${JSON.stringify(row)}`);
  }
}

/** Each saved answer is in the log or, if the log is not awaited, in an event. The last one is what order and log have. */
function checkLast(
  { asked, api, table, events, wrong }: World,
  { isAwaited, upstream }: Settings,
  { last, repeated }: Pages,
): void {
  const inEvents = events.flatMap((event) => (event.type === 'consent-log' ? event.answers : []));
  const known = new Set([...table.rows(), ...(isAwaited ? [] : inEvents)].map(({ id }) => id));
  for (const { name, isSaved, answers } of asked)
    if (isSaved && !answers.every(({ rowId }) => known.has(rowId)))
      wrong.push(`${name} is saved without a row`);
  if (upstream.includes('drop, then apply')) return;
  for (const [key, { isSaved, orderId, answers }] of last) {
    if (!isSaved || repeated.has(key)) continue;
    for (const { consentId, checked } of answers) {
      if (key !== `${orderId} ${consentId}`) continue;
      if (api.holds(orderId, consentId) !== checked)
        wrong.push(`the order does not hold the last answer ${key}`);
      if (isAwaited && table.last(orderId, consentId) !== checked)
        wrong.push(`the last row is not that of ${key}`);
    }
  }
}
