import { consentIds, keyOf } from './traffic.ts';
import type { World } from './world.ts';

/** Milliseconds in which an attempt to go on ends, and a little more. */
const patience = 31_000;

/** Checks the promises that hold at each moment. */
export function checkNow(world: World): void {
  const { attempts, orderId, orderIds, problem } = world;
  if (problem !== undefined) fail(problem);
  const now = performance.now();
  const isLate = attempts.all.some(
    ({ end, isDropped, isRepeated, at }) =>
      end === undefined && !isDropped && !isRepeated && now - at > patience,
  );
  if (isLate) fail('I5: an attempt to go on has not ended after 30 seconds');
  if (attempts.waits.some(({ at, isOver }) => !isOver && now - at > patience))
    fail('I5: the gate has not settled after 30 seconds');
  const isGoingOn = attempts.all.some(
    (one) =>
      one.orderId === orderId &&
      (one.isPlacing || one.endedAt === now || (one.end === undefined && !one.isDropped)),
  );
  if (!isGoingOn && world.find('[data-pay][aria-busy="true"]'))
    fail('I5: a button is busy without an attempt');
  const isValid = world.find('[data-validate]')?.dataset['validate'];
  const isFirst = orderId === orderIds[0];
  // Some faults are refusals.
  if (isValid === String(!isFirst) && (isValid === 'true' || !world.hasFaults))
    fail('VA1: the page shows the validation of another order');
}

/** Ends all faults, waits for all timeouts, and checks the promises. */
export async function comeToRest(world: World): Promise<void> {
  world.sandbox.faults.clear();
  if (!navigator.onLine) world.setOnline(true);
  await world.pass(200_000);
  checkNow(world);
  world.showButtons(() => true);
  world.showFields(true);
  for (let pages = world.hasTurned ? 2 : 1; pages > 0; pages--) {
    await world.pass(5_000);
    world.focus();
    await world.pass(3_000);
    checkNow(world);
    for (const consentId of consentIds) checkBox(world, consentId);
    checkNote(world);
    checkGate(world);
    checkValidations(world);
    if (pages > 1) world.turn();
  }
  checkAnnouncements(world);
}

/** I1: box, preferences in the other tab, and order agree. */
function checkBox(world: World, consentId: (typeof consentIds)[number]): void {
  const { orderId, traffic, given, dropped, changedByOthers, tab } = world;
  const shown = world.box(consentId)?.checked;
  const state = world.stateOf(consentId) ?? 'gone';
  const held = traffic.holds(orderId, consentId);
  const about = `${consentId} is shown as ${shown}, ${state}, and held as ${held}`;
  if (!['idle', 'saved', 'not-saved'].includes(state)) fail(`I5: ${about}`);
  if (shown !== held) fail(`I1: ${about}`);
  const inTab = tab.querySelectorAll('input')[consentIds.indexOf(consentId)];
  if (inTab !== undefined && inTab.checked !== held)
    fail(`I1: ${about}, and another tab shows ${inTab.checked}`);
  const key = keyOf(orderId, consentId);
  const last = given.get(key)?.at(-1);
  if (state === 'not-saved' || last === undefined || dropped.has(key) || changedByOthers.has(key)) return;
  if (last !== held) fail(`I1: ${about}, and answered ${last}`);
}

/** AT2: the last note wins, or the page shows that it failed. */
function checkNote(world: World): void {
  const { orderId, traffic, given, dropped } = world;
  const key = keyOf(orderId, 'note');
  const last = given.get(key)?.at(-1);
  const held = traffic.holds(orderId, 'note');
  const kept = world.find('[data-kept]')?.dataset['kept'];
  if (kept !== JSON.stringify(held)) fail(`I1: the note ${held} is shown as ${kept}`);
  if (world.isFailed('note') || last === undefined || dropped.has(key)) return;
  if (held !== last) fail(`AT2: the note ${held} was typed as ${last}`);
}

/** The buttons are ready exactly if nothing keeps the order from going on, and nothing is under way. */
function checkGate(world: World): void {
  const { orderId, traffic, rules, dropped, changedByOthers, attempts } = world;
  const isKept = (consentId: (typeof consentIds)[number]) => {
    const isRequired = world.isRequired(consentId);
    if (isRequired && traffic.holds(orderId, consentId) !== true) return true;
    const isFree = !isRequired && rules.optional === 'warn' && dropped.has(keyOf(orderId, consentId));
    return world.isFailed(consentId) && !isFree;
  };
  // A newer answer of the other tab may have failed here after an older one was let go.
  const isUnclear = consentIds.some((consentId) => {
    const key = keyOf(orderId, consentId);
    return world.isFailed(consentId) && dropped.has(key) && changedByOthers.has(key);
  });
  const expected = world.isFailed('note') || consentIds.some(isKept) ? 'blocked' : 'ready';
  for (const { dataset } of world.container.querySelectorAll<HTMLElement>('[data-pay]'))
    if (!isUnclear && dataset['state'] !== expected)
      fail(`I5: the button is ${dataset['state']}, and should be ${expected}`);
  if (expected === 'ready' && world.find('.nk-error-summary')?.hidden === false)
    fail('I1: the summary is shown, and the button is ready');
  if (world.find('[data-writing="true"]')) fail('I5: the page is still writing');
  if (attempts.all.some(({ end, isDropped, isRepeated }) => end === undefined && !isDropped && !isRepeated))
    fail('I5: an attempt to go on has not ended');
}

/** VA1: the order has the validation once, and the page its id. */
function checkValidations(world: World): void {
  const { dataset = {} } = world.find('[data-validation]') ?? {};
  const validations = world.sandbox.orders.get(world.orderId)?.validations ?? [];
  if (world.hasFaults && dataset['status'] === 'error') return;
  const [first] = validations;
  // A lost request may be carried out after the next one.
  if (world.hasFaults ? first === undefined : validations.length !== 1)
    fail(`VA1: the order has ${validations.length} validations, status ${dataset['status']}`);
  if (!world.hasFaults && dataset['validation'] !== first?.id)
    fail(`VA1: the validation ${first?.id} is shown as ${dataset['validation']}`);
}

/** I7: a result is announced once for each act. */
function checkAnnouncements({ announced }: World): void {
  const last = new Map<string, number>();
  for (const { region, text, acts } of announced) {
    if (!/(^|: )(Saved|Not saved|Going on|We could not find)/.test(text)) continue;
    const key = `${region}: ${text}`;
    if (last.get(key) === acts) fail(`I7: announced twice: ${key}`);
    last.set(key, acts);
  }
}

function fail(message: string): never {
  throw new Error(message);
}
