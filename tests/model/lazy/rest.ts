import { hashWording, readEvidence } from '@norce-kit/core';
import { isInOrder } from '../in-order.ts';
import { refocus, setOnline, setVisibility } from './browser.ts';
import { keyOf } from './log.ts';
import type { Act } from './log.ts';
import { consentIds } from './root.tsx';
import type { LazyRoot } from './root.tsx';
import type { LazyWorld } from './world.ts';

/** Ends all faults, shows everything, delivers the code, waits for all timeouts, and checks the promises. */
export async function comeToRest(world: LazyWorld): Promise<void> {
  const { sandbox, roots } = world;
  sandbox.faults.clear();
  setOnline(true);
  setVisibility('visible');
  for (const root of roots) {
    await world.takeOver(root);
    root.isShown = true;
    root.isBoxShown.fill(true);
    root.render();
  }
  await world.settle();
  // Of a load that failed, the next attempt comes later.
  for (let attempt = 0; attempt < 4; attempt += 1) {
    await world.pass(30_000);
    await world.arrive((arrive) => arrive());
    world.arriveEvidence();
  }
  await world.pass(200_000);
  for (let turn = 0; turn < 2; turn += 1) {
    refocus();
    await world.pass(5_000);
    roots.forEach((root) => checkRoot(world, root));
    roots.forEach((root) => world.turn(root));
    await world.pass(5_000);
  }
  checkEnds(world);
  for (const orderId of world.orderIds) {
    for (const consentId of consentIds) {
      checkWrites(world, keyOf(orderId, consentId));
      await checkRecords(world, orderId, consentId);
    }
  }
}

/** I1: a root shows the value of the order, or a text that it may differ, and the gate agrees. */
function checkRoot(world: LazyWorld, root: LazyRoot): void {
  for (const [index, consentId] of consentIds.entries()) {
    const box = root.box(index);
    const key = keyOf(root.orderId, consentId);
    if (box === undefined) fail(`I1: root ${root.index} shows no box of ${key}`);
    const state = box.closest<HTMLElement>('[data-save-state]')?.dataset ?? {};
    const saveState = state['saveState'];
    const text = `root ${root.index}: ${key} is ${box.checked ? 'ticked' : 'not ticked'}, ${saveState}`;
    if (saveState === 'saving') fail(`I5: ${text}`);
    if (saveState === 'unknown' || saveState === 'waiting' || state['unreadable'] !== undefined) {
      if (!world.hasFaults) fail(`I5: ${text}, without a fault`);
      continue;
    }
    const held = world.holds(key);
    if (box.checked !== held) fail(`I1: ${text}, and the order holds ${held}`);
    if (saveState === 'not-saved') {
      if (!world.hasFaults) fail(`I5: ${text}, without a fault`);
      continue;
    }
    const last = lastAnswer(world, key);
    if (last !== undefined && held !== last.value) fail(`I1: ${text}, and the last answer was ${last.value}`);
  }
  if (root.isGateOpen && world.holds(keyOf(root.orderId, 'ci_terms')) !== true)
    fail(`I1: root ${root.index} opens the gate of an order without its terms`);
}

/** The answer that the order must hold, or undefined where that depends on others, or on the order of events unknown. */
function lastAnswer(world: LazyWorld, key: string): Act | undefined {
  const acts = world.acts.filter((act) => act.key === key);
  const last = acts.at(-1);
  if (last === undefined || !acts.every(({ isCertain }) => isCertain)) return undefined;
  const at = world.acts.lastIndexOf(last);
  if ((world.dropped.get(key) ?? 0) > at) return undefined;
  return world.changes.some((change) => change.key === key) ? undefined : last;
}

/** I2 and I4: each write is an answer that was given on this order, and they are sent in sequence. */
function checkWrites(world: LazyWorld, key: string): void {
  const acts = world.acts.filter((act) => act.key === key);
  const values = acts.map(({ value }) => value);
  const sent = world.sent.filter((one) => one.key === key);
  const about = `${key}: answers ${values.join() || 'none'}, sent ${sent.map(({ value }) => value).join()}`;
  if (sent.some(({ value }) => !values.includes(value))) fail(`I2: ${about}`);
  const valueOf = new Map<string, boolean>();
  for (const { id, value } of sent) {
    if ((valueOf.get(id) ?? value) !== value) fail(`I4: ${about}, opposite values under the id ${id}`);
    valueOf.set(id, value);
  }
  // A further attempt of a request may follow an opposite one that was sent when the page was left.
  const first = sent.filter(({ id }, index) => sent.findIndex((one) => one.id === id) === index);
  // The register does not know the answers that the starter sent: it may send an older one of the main entry after them, and
  // then the newest again.
  const isCertain = acts.every((act) => act.isCertain && act.entry === acts[0]?.entry);
  const isChanged = world.changes.some((change) => change.key === key);
  if (
    isCertain &&
    !isInOrder(
      first.map(({ value }) => value),
      values,
    )
  )
    fail(`I4: ${about}`);
  // A client of core has ids of its own: as in the main entry, an answer that a page sent when it was left, and that arrived,
  // is a new one when the page that came back repeats it. So is one that follows a late request.
  if (!isChanged && !world.hasFaults && world.setup.client === 'lazy' && valueOf.size > acts.length)
    fail(`I4: ${about}, under ${valueOf.size} ids`);
  for (const root of world.roots) {
    const saved = world.events.filter(
      ({ root: one, event }) =>
        one === root && event.type === 'consent-saved' && keyOf(event.orderId, event.consentId) === key,
    );
    if (saved.length > acts.length)
      fail(`I2: ${about}, and ${saved.length} times "saved" at root ${root.index}`);
    const announced = world.announced.get(`${root.index} ${key}`) ?? 0;
    if (announced > acts.length)
      fail(`I2: ${about}, and root ${root.index} announced ${announced} times "Saved"`);
  }
}

/** Each record is of one answer, with its time and its words, and the newest is of the value that the order holds. */
async function checkRecords(world: LazyWorld, orderId: string, consentId: string): Promise<void> {
  if (!world.setup.hasEvidence) return;
  const key = keyOf(orderId, consentId);
  const acts = world.acts.filter((act) => act.key === key);
  const records = readEvidence(world.read(orderId), consentId);
  const about = `${key}: ${acts.length} answers, records ${records.map(({ at, checked }) => `${checked} ${at}`).join()}`;
  if (records.length > acts.length) fail(`EV1: ${about}`);
  const left = [...acts];
  for (const { at, checked, textHash } of records) {
    const found = left.findIndex((act) => new Date(act.at).toISOString() === at && act.value === checked);
    if (found === -1) fail(`EV1: ${about}, and ${checked} ${at} is of no answer`);
    const [act] = left.splice(found, 1);
    if (textHash !== (await hashWording(act?.words ?? '')))
      fail(`EV1: ${about}, with other words than "${act?.words}"`);
  }
  const isTouched = world.changes.some((change) => change.key === key) || world.dropped.has(key);
  if (world.hasFaults || isTouched || acts.length === 0) return;
  const arrived = world.sandbox.receipts.list({ orderId, consentId, operation: 'patchConsent' });
  if (arrived.length === 0) return;
  if (records.at(-1)?.checked !== world.holds(key))
    fail(`EV1: ${about}, and the order holds ${world.holds(key)}`);
}

/** SH4 and I5: nothing unexpected was reported, and nothing waits. */
function checkEnds(world: LazyWorld): void {
  const problem = world.platform.problems.find((one) => !known.test(one));
  if (problem !== undefined) fail(`SH4: ${problem}`);
  if (world.queryClient.isMutating() > 0) fail('I5: a mutation has not ended');
  if (world.openChecks > 0) fail(`I5: ${world.openChecks} checks of the gate have not ended`);
  if (world.goneOn.length > world.presses)
    fail(`I1: ${world.presses} clicks on Pay, and ${world.goneOn.length} orders`);
  for (const { root, hasTerms, isPaying } of world.goneOn) {
    if (!isPaying) fail(`I3: root ${root.index} went on although its button was gone since the click`);
    if (!hasTerms && !world.hasFaults && world.changes.length === 0)
      fail(`I1: root ${root.index} went on without its terms`);
  }
}

// The boxes of this page are newsletters, also the one of the terms, and one of the faults is a 404.
const known = /requires the newsletter|the order API has no order/;

function fail(message: string): never {
  throw new Error(message);
}
