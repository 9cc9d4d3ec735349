import { readEvidence } from '@norce-kit/core';
import type { EvidenceRecord, Order } from '@norce-kit/core';
import { createHash } from 'node:crypto';
import { isInOrder } from '../in-order.ts';
import { keyOf, consentIds } from './world.ts';
import type { HostRoot } from './root.tsx';
import type { Act, World } from './world.ts';

/** Ends all faults, shows everything, waits for all timeouts, and checks the promises, before and after a focus. */
export async function comeToRest(world: World): Promise<void> {
  const { sandbox, roots } = world;
  sandbox.faults.clear();
  if (!navigator.onLine) world.setOnline(true);
  if (document.visibilityState === 'hidden') world.setPageShown(true);
  for (const root of roots) {
    root.takeOver();
    if (!root.isShown) world.show(root, true);
    await world.receiveRest(root);
    await root.resume();
  }
  await world.pass(200_000);
  world.noteStates();
  checkWrites(world);
  for (const root of roots) if (root.isCurrent()) checkRoot(world, root, 'at rest');
  world.focus();
  await world.pass(1_500);
  for (const root of roots) checkRoot(world, root, 'after the focus');
  if (world.hasTurned) {
    roots.forEach((root) => world.turn(root));
    await world.pass(5_000);
    for (const root of roots) if (root.isCurrent()) checkRoot(world, root, 'on the other order');
  }
  checkWrites(world);
  checkProblems(world);
  for (const cache of world.queryClients) {
    if (cache.isMutating() > 0) throw new Error('I5: a mutation has not ended');
  }
}

/** Checks the roots after a moment of rest in the middle of a run. */
export async function look(world: World): Promise<void> {
  if (world.hasFaults || !navigator.onLine) return;
  await world.pass(3_000);
  for (const root of world.roots) {
    if (root.isHydrated() && root.isShown && root.isCurrent()) checkRoot(world, root, 'after a moment');
  }
}

/** I1: a root shows the value of the order, or a text that it may differ, and the gate agrees. */
function checkRoot(world: World, root: HostRoot, when: string): void {
  const { orderId } = root;
  const boxes = root.boxes();
  const about = `root ${root.index} ${when}`;
  // A group has no boxes of an order that cannot be read.
  const isUnread = world.hasFaults && root.isUnread();
  if (boxes.length !== (isUnread ? 0 : consentIds.length)) fail(`I1: ${about} shows ${boxes.length} boxes`);
  for (const box of boxes) {
    checkBox(world, root, box, about);
    checkOutdated(world, root, box, about);
  }
  const mayGoOn = world.holds(orderId, 'ci_terms') === true;
  if (root.isGateReady() === true && !mayGoOn)
    fail(`I1: ${about} opens the gate of an order without its terms`);
}

function checkBox(world: World, { orderId, client }: HostRoot, box: HTMLInputElement, about: string): void {
  const consentId = box.dataset['consent'] ?? '';
  const state = box.closest<HTMLElement>('[data-save-state]')?.dataset ?? {};
  const saveState = state['saveState'];
  const text = `${about}: ${consentId} is ${box.checked ? 'ticked' : 'not ticked'}, ${saveState}`;
  if (saveState === 'saving') fail(`I5: ${text}`);
  if (saveState === 'unknown' || saveState === 'waiting' || state['unreadable'] !== undefined) return;
  const held = world.holds(orderId, consentId);
  if (box.checked !== held) fail(`I1: ${text}, and the order holds ${held}`);
  const last = lastAnswer(world, keyOf(orderId, consentId));
  if (saveState === 'not-saved' || last === undefined) return;
  // Another client announces that it could not save the answer.
  if (world.hasFaults && last.client !== client) return;
  if (held !== last.value) fail(`I1: ${text}, and the last answer was ${last.value}`);
}

/** The answer that the order must hold, or undefined where that depends on others, or on the order of events unknown. */
function lastAnswer(world: World, key: string): Act | undefined {
  const acts = world.acts.filter((act) => keyOf(act.orderId, act.consentId) === key);
  const last = acts.at(-1);
  if (last === undefined || !acts.every(({ isCertain }) => isCertain)) return undefined;
  // Several clients are several tabs, and an answer before hydration is found when others were given already.
  if (acts.some(({ client }) => client !== last.client)) return undefined;
  if (acts.length > 1 && acts.some(({ early }) => early !== undefined)) return undefined;
  // A client made anew does not know what the former could not save.
  if (world.hasNewClient && world.hasFaults) return undefined;
  // The shopper went on without it.
  if ((world.dropped.get(key) ?? 0) > world.acts.indexOf(last)) return undefined;
  // A request that was under way may have arrived before a change by others.
  const at = last.carriedBy ?? world.acts.indexOf(last) + 1;
  return world.changes.some((change) => change.key === key && change.acts >= at) ? undefined : last;
}

/** I2, I3 and I4: each write is an answer that was given on this order, and they arrive in sequence. */
function checkWrites(world: World): void {
  for (const orderId of world.orderIds) {
    const arrived = world.sandbox.receipts.list({ orderId });
    const isTouched = world.acts.some((act) => act.orderId === orderId);
    if (!isTouched && arrived.length > 0) fail(`I2: ${arrived.length} writes without an act`);
    for (const consentId of consentIds) checkWritesOf(world, orderId, consentId);
  }
}

function checkWritesOf(world: World, orderId: string, consentId: string): void {
  const key = keyOf(orderId, consentId);
  const acts = world.acts.filter((act) => keyOf(act.orderId, act.consentId) === key);
  const values = acts.map(({ value }) => value);
  const about = `${consentId}: answers ${values.join() || 'none'}`;
  const calls = world.calls.filter(
    (call) => call.operation === 'patchConsent' && keyOf(call.orderId, call.consentId) === key,
  );
  const inTabs = world.answersInTabs.filter((given) => given.key === key);
  for (const call of calls) {
    const isGiven = world.acts.some(
      (act, at) => at < call.acts && keyOf(act.orderId, act.consentId) === key && act.value === call.value,
    );
    if (!isGiven && !inTabs.some(({ value }) => value === call.value))
      fail(`I2: ${about}, and ${call.value} was written`);
  }
  const mutations = world.mutations.get(key) ?? 0;
  if (mutations > acts.length) fail(`I2: ${about}, and ${mutations} mutations`);
  const saved = world.events.filter(
    ({ root, event }) =>
      event.type === 'consent-saved' &&
      event.orderId === orderId &&
      event.consentId === consentId &&
      root === acts[0]?.root,
  );
  if (saved.length > acts.length) fail(`I2: ${about}, and ${saved.length} times "saved"`);
  const order = world.sandbox.orders.get(orderId);
  const records = order === undefined ? [] : readEvidence(order, consentId);
  if (records.length > acts.length) fail(`I2: ${about}, and ${records.length} records`);
  for (const record of records) {
    if (!values.includes(record.checked)) fail(`I2: ${about}, and a record of ${record.checked}`);
    checkWords(record, acts, about);
  }
  checkSaves(world, key, acts);
  if (
    inTabs.length > 0 ||
    world.hasLeft ||
    acts.some((act) => act.early !== undefined || act.client !== acts[0]?.client)
  )
    return;
  const arrived = world.sandbox.receipts
    .list({ orderId, consentId, operation: 'patchConsent' })
    .map(({ value }) => value);
  if (!isInOrder(arrived, values)) fail(`I4: ${about}, and arrived ${arrived.join()}`);
}

/** I2: a record has the words that were beside the box at its act. */
function checkWords(record: EvidenceRecord, all: readonly Act[], about: string): void {
  const { at, checked, textHash, textVersion } = record;
  const acts = all.filter(({ value }) => value === checked);
  const exact = acts.filter(({ from, until, early }) => early === undefined && from <= at && at <= until);
  const possible = exact.length > 0 ? exact : acts;
  const isOf = ({ words }: Act) =>
    words === undefined ||
    (hashOf(words.text) === textHash && (words.version === undefined || words.version === textVersion));
  if (!possible.some(isOf)) {
    const texts = possible.map(({ words }) => words && `${words.text} (${words.version})`);
    fail(`I2: ${about}, and a record of other words than ${texts.join(' or ')}, version ${textVersion}`);
  }
}

/** I2: a box shows "saved" once per answer. */
function checkSaves(world: World, key: string, acts: readonly Act[]): void {
  if (world.hasFaults || world.hasLeft || world.hasNewClient) return;
  for (const { index } of world.roots) {
    const count = world.saves.get(`${index} ${key}`) ?? 0;
    if (count > acts.length)
      fail(`I2: ${acts.length} answers to ${key}, and root ${index} shows ${count} saves`);
  }
}

/** OD1: a box with evidence is outdated if the records of the order's answer are all of other words. */
function checkOutdated(world: World, root: HostRoot, box: HTMLInputElement, about: string): void {
  const { orderId, client, setup } = root;
  const consentId = box.dataset['consent'] ?? '';
  const { outdated, saveState } = box.closest<HTMLElement>('[data-save-state]')?.dataset ?? {};
  const text = root.wordsOf(consentId);
  const order = world.sandbox.orders.get(orderId);
  const cached = world.queryClients[setup.cache]?.getQueryData<Order>(['norce', 'order', orderId]);
  if (outdated === undefined || text === undefined || order === undefined || !cached) return;
  if (saveState !== 'idle' && saveState !== 'saved') return;
  // Records of other clients, and those that could not be written, arrive unannounced or never.
  const acts = world.acts.filter((act) => keyOf(act.orderId, act.consentId) === keyOf(orderId, consentId));
  const isOwn = acts.every((act) => act.client === client);
  if (world.hasFaults || world.hasLeft || world.hasNewClient || !isOwn) return;
  const records = readEvidence(order, consentId);
  if (JSON.stringify(records) !== JSON.stringify(readEvidence(cached, consentId))) return;
  const held = world.holds(orderId, consentId);
  const end = records.findLastIndex(({ checked }) => checked === held) + 1;
  const start = records.slice(0, end).findLastIndex(({ checked }) => checked !== held) + 1;
  const current = records.slice(start, end);
  const isSame = current.some(({ textHash }) => textHash === hashOf(text));
  const expected = setup.hasEvidence && current.length > 0 && !isSame;
  if (outdated !== String(expected))
    fail(
      `OD1: ${about}: ${consentId} with “${text}” is outdated: ${outdated}, records ${JSON.stringify(records)}, held ${held}, ${hashOf(text)}`,
    );
}

const hashOf = (text: string) => createHash('sha256').update(text.normalize('NFC')).digest('hex');

/**
 * The gate let nothing go on that lacks its terms, nothing twice, and nothing whose button was hidden or got another order
 * after the click.
 */
function checkProblems(world: World): void {
  const [problem] = world.problems;
  if (problem !== undefined) fail(`SH4: ${problem}`);
  if (world.goneOn.length > world.presses)
    fail(`I1: ${world.presses} clicks on Pay, and ${world.goneOn.length} orders`);
  for (const { hasTerms, isDropped, root } of world.goneOn) {
    if (isDropped) fail(`I3: root ${root.index} went on although its button was gone since the click`);
    const isChanged =
      world.hasFaults || world.changes.length > 0 || world.acts.some((act) => act.client !== root.client);
    if (!hasTerms && !isChanged) fail(`I1: root ${root.index} went on without its terms`);
  }
}

function fail(message: string): never {
  throw new Error(message);
}
