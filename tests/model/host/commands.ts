import type { Fault } from '@norce-kit/sandbox';
import { act } from '@testing-library/react';
import fc from 'fast-check';
import { kinds, milliseconds, target } from '../commands.ts';
import { look } from './rest.ts';
import type { Words } from './page.tsx';
import { consentIds } from './world.ts';
import type { World } from './world.ts';

type Number = 0 | 1;

/** An event in the life of a page. Plain data, so that a failed run prints it. */
export type Command =
  | { readonly do: 'click'; readonly root: Number; readonly box: Number; readonly byLabel: boolean }
  | { readonly do: 'answer all'; readonly root: Number; readonly checked: boolean }
  | { readonly do: 'retry' | 'confirm' | 'go on without' | 'pay'; readonly root: Number }
  | {
      readonly do: 'change words';
      readonly root: Number;
      readonly to: Partial<Words>;
      readonly then: 'click' | 'look' | 'nothing';
    }
  | { readonly do: 'change texts'; readonly to: number }
  | { readonly do: 'pay and leave'; readonly root: Number; readonly to: 'route' | 'order' }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'take over' | 'receive the rest' | 'suspend' | 'resume'; readonly root: Number }
  | { readonly do: 'hide' | 'show' | 'turn'; readonly root: Number }
  | {
      readonly do: 'refresh';
      readonly root: Number;
      readonly box: Number;
      readonly ms: number;
      readonly hasLook: boolean;
    }
  | { readonly do: 'look' }
  | { readonly do: 'render' | 'reverse' | 'renew keys' | 'move' | 'reset form'; readonly root: Number }
  | {
      readonly do: 'set value';
      readonly root: Number;
      readonly box: Number;
      readonly checked: boolean;
      readonly hasEvent: boolean;
    }
  | { readonly do: 'renew client'; readonly client: Number }
  | { readonly do: 'renew cache'; readonly cache: Number; readonly isRestored: boolean }
  | { readonly do: 'persist'; readonly cache: Number }
  | { readonly do: 'restore'; readonly cache: Number; readonly skew: number }
  | { readonly do: 'set data'; readonly cache: Number; readonly isFresh: boolean }
  | {
      readonly do: 'clear' | 'remove queries' | 'reset queries' | 'cancel queries' | 'invalidate queries';
      readonly cache: Number;
    }
  | { readonly do: 'elsewhere' | 'in another tab'; readonly order: Number; readonly box: Number }
  | { readonly do: 'visit'; readonly root: Number; readonly box: Number; readonly ms: number }
  | { readonly do: 'focus' | 'hide page' | 'show page' }
  | { readonly do: 'leave'; readonly ms: number }
  | { readonly do: 'skew'; readonly ms: number }
  | { readonly do: 'connection'; readonly isOnline: boolean; readonly isTrue: boolean }
  | { readonly do: 'fault'; readonly fault: Fault };

/** Carries out a command; does nothing where it does not apply. */
export async function perform(world: World, command: Command): Promise<void> {
  await carryOut(world, command);
  world.noteStates();
}

async function carryOut(world: World, command: Command): Promise<void> {
  if ('root' in command) {
    await performOnRoot(world, command);
    return;
  }
  if ('cache' in command) {
    performOnCache(world, command);
    return;
  }
  switch (command.do) {
    case 'pass': {
      await world.pass(command.ms);
      return;
    }
    case 'renew client': {
      world.renewClient(command.client);
      return;
    }
    case 'change texts': {
      world.changeTexts(command.to);
      return;
    }
    case 'elsewhere': {
      world.changeElsewhere(world.orderIds[command.order], consentIds[command.box]);
      return;
    }
    case 'in another tab': {
      world.changeInTab(world.orderIds[command.order], consentIds[command.box]);
      return;
    }
    case 'hide page':
    case 'show page': {
      world.setPageShown(command.do === 'show page');
      return;
    }
    case 'look': {
      await look(world);
      return;
    }
    case 'focus': {
      world.focus();
      return;
    }
    case 'leave': {
      await world.leave(command.ms);
      return;
    }
    case 'skew': {
      world.platform.skew(command.ms);
      return;
    }
    case 'connection': {
      connect(world, command.isOnline, command.isTrue);
      return;
    }
    case 'fault': {
      addFault(world, command.fault);
      return;
    }
  }
}

async function performOnRoot(
  world: World,
  command: Extract<Command, { readonly root: Number }>,
): Promise<void> {
  const root = world.roots[command.root];
  if (root === undefined) return;
  switch (command.do) {
    case 'click': {
      const box = root.visibleBox(command.box);
      if (box !== undefined && box.ariaReadOnly !== 'true') world.click(root, box, command.byLabel);
      return;
    }
    case 'set value': {
      const box = root.visibleBox(command.box);
      if (box !== undefined && root.live.has(box)) root.setValue(box, command.checked, command.hasEvent);
      return;
    }
    case 'answer all': {
      world.answerAll(root, command.checked);
      return;
    }
    case 'retry': {
      world.retry(root);
      return;
    }
    case 'confirm': {
      world.confirm(root);
      return;
    }
    case 'change words': {
      root.changeWords(command.to);
      if (command.then === 'look') await look(world);
      const box = command.then === 'click' ? root.visibleBox(0) : undefined;
      if (box !== undefined && box.ariaReadOnly !== 'true') world.click(root, box, false);
      return;
    }
    case 'go on without': {
      world.goOnWithout(root);
      return;
    }
    case 'pay': {
      world.pay(root);
      return;
    }
    case 'pay and leave': {
      // So that the gate waits for a save, and then opens.
      world.answerAll(root, true);
      world.pay(root);
      if (command.to === 'route') world.show(root, false);
      else world.turn(root);
      return;
    }
    case 'take over': {
      root.takeOver();
      return;
    }
    case 'receive the rest': {
      await world.receiveRest(root);
      return;
    }
    case 'suspend': {
      root.suspend();
      return;
    }
    case 'resume': {
      await root.resume();
      return;
    }
    case 'visit': {
      await world.visit(root, consentIds[command.box], command.ms);
      return;
    }
    case 'hide': {
      world.show(root, false);
      return;
    }
    case 'show': {
      world.show(root, true);
      return;
    }
    case 'turn': {
      world.turn(root);
      return;
    }
    case 'refresh': {
      await world.refresh(root, consentIds[command.box], command.ms);
      // Before another command makes the page read the order.
      if (command.hasLook) await look(world);
      return;
    }
    case 'render': {
      root.render();
      return;
    }
    case 'reverse': {
      root.reverse();
      return;
    }
    case 'renew keys': {
      root.renewKeys();
      return;
    }
    case 'move': {
      root.move();
      return;
    }
    case 'reset form': {
      root.reset();
      return;
    }
  }
}

function performOnCache(world: World, command: Extract<Command, { readonly cache: Number }>): void {
  const { cache: number } = command;
  const cache = world.queryClients[number];
  switch (command.do) {
    case 'renew cache': {
      world.renewCache(number, command.isRestored);
      return;
    }
    case 'persist': {
      world.persist(number);
      return;
    }
    case 'restore': {
      world.restore(number, command.skew);
      return;
    }
    case 'set data': {
      world.setData(number, command.isFresh);
      return;
    }
    case 'clear': {
      act(() => cache?.clear());
      return;
    }
    case 'remove queries': {
      act(() => cache?.removeQueries());
      return;
    }
    case 'reset queries': {
      act(() => void cache?.resetQueries());
      return;
    }
    case 'cancel queries': {
      act(() => void cache?.cancelQueries());
      return;
    }
    case 'invalidate queries': {
      act(() => void cache?.invalidateQueries());
      return;
    }
  }
}

/** Sets `navigator.onLine`, which need not be true. */
function connect(world: World, isOnline: boolean, isTrue: boolean): void {
  const { faults } = world.sandbox;
  if (isTrue && isOnline) faults.clear();
  if (isTrue && !isOnline) addFault(world, { kind: 'drop' });
  world.setOnline(isOnline);
}

/** Delays add up, and the register covers writes that are applied up to 30 seconds late. */
function addFault(world: World, given: Fault): void {
  const { faults } = world.sandbox;
  world.hasFaults = true;
  for (const { id, fault: known } of faults.list()) {
    if (known.kind === 'delay' && given.kind === 'delay') faults.remove(id);
  }
  faults.add(given);
}

const number = fc.constantFrom<Number[]>(0, 1);
/** Mostly the first root, so that commands meet each other. */
const root = fc.constantFrom<Number[]>(0, 0, 1);
const hours = fc.constantFrom(0, 3_600_000, -3_600_000);

const onRoot = (...names: Extract<Command, { readonly root: Number }>['do'][]) =>
  fc.record({ do: fc.constantFrom(...names), root }) as fc.Arbitrary<Command>;
const onCache = (...names: Extract<Command, { readonly cache: Number }>['do'][]) =>
  fc.record({ do: fc.constantFrom(...names), cache: number }) as fc.Arbitrary<Command>;

const all: readonly {
  readonly weight: number;
  readonly feature: string;
  readonly arbitrary: fc.Arbitrary<Command>;
}[] = [
  {
    weight: 8,
    feature: 'click',
    arbitrary: fc.record({ do: fc.constant('click'), root, box: number, byLabel: fc.constant(false) }),
  },
  {
    weight: 2,
    feature: 'click a label',
    arbitrary: fc.record({ do: fc.constant('click'), root, box: number, byLabel: fc.constant(true) }),
  },
  {
    weight: 2,
    feature: 'answer all',
    arbitrary: fc.record({ do: fc.constant('answer all'), root, checked: fc.boolean() }),
  },
  { weight: 1, feature: 'retry', arbitrary: onRoot('retry') },
  {
    weight: 7,
    feature: 'words',
    arbitrary: fc.record({
      do: fc.constant('change words'),
      root,
      to: fc.oneof(
        { weight: 2, arbitrary: fc.record({ text: fc.constantFrom(undefined, 0, 1) }) },
        { weight: 2, arbitrary: fc.record({ text: fc.constantFrom(0, 1), version: number }) },
        fc.record({ version: number }),
        fc.record({ isSwedish: fc.boolean() }),
      ),
      then: fc.constantFrom('click', 'click', 'look', 'nothing'),
    }) as fc.Arbitrary<Command>,
  },
  {
    weight: 1,
    feature: 'words',
    arbitrary: fc.record({ do: fc.constant('change texts'), to: fc.constantFrom(0, 1, 2) }),
  },
  { weight: 1, feature: 'words', arbitrary: onRoot('confirm') },
  { weight: 1, feature: 'go on without', arbitrary: onRoot('go on without') },
  { weight: 1, feature: 'pay', arbitrary: onRoot('pay') },
  {
    weight: 1,
    feature: 'pay and leave',
    arbitrary: fc.record({
      do: fc.constant('pay and leave'),
      root,
      to: fc.constantFrom('route', 'order'),
    }),
  },
  { weight: 3, feature: 'pass', arbitrary: fc.record({ do: fc.constant('pass'), ms: milliseconds }) },
  { weight: 3, feature: 'take over', arbitrary: onRoot('take over', 'receive the rest', 'resume') },
  { weight: 1, feature: 'suspend', arbitrary: onRoot('suspend') },
  { weight: 4, feature: 'hide and show', arbitrary: onRoot('hide', 'show', 'show') },
  { weight: 1, feature: 'turn', arbitrary: onRoot('turn') },
  {
    weight: 4,
    feature: 'refresh',
    arbitrary: fc.record({
      do: fc.constant('refresh'),
      root,
      box: number,
      // During the read of the opened page, and after it.
      ms: fc.constantFrom(0, 100, 2_000),
      hasLook: fc.boolean(),
    }),
  },
  { weight: 3, feature: 'look', arbitrary: fc.constant({ do: 'look' }) },
  { weight: 1, feature: 'render', arbitrary: onRoot('render', 'reverse', 'renew keys', 'move') },
  { weight: 1, feature: 'reset form', arbitrary: onRoot('reset form') },
  {
    weight: 1,
    feature: 'set value',
    arbitrary: fc.record({
      do: fc.constant('set value'),
      root,
      box: number,
      checked: fc.boolean(),
      hasEvent: fc.constant(false),
    }),
  },
  {
    weight: 1,
    feature: 'set value with an event',
    arbitrary: fc.record({
      do: fc.constant('set value'),
      root,
      box: number,
      checked: fc.boolean(),
      hasEvent: fc.constant(true),
    }),
  },
  {
    weight: 1,
    feature: 'renew client',
    arbitrary: fc.record({ do: fc.constant('renew client'), client: number }),
  },
  {
    weight: 1,
    feature: 'renew cache',
    arbitrary: fc.record({ do: fc.constant('renew cache'), cache: number, isRestored: fc.boolean() }),
  },
  { weight: 1, feature: 'persist', arbitrary: onCache('persist') },
  {
    weight: 1,
    feature: 'restore',
    arbitrary: fc.record({ do: fc.constant('restore'), cache: number, skew: hours }),
  },
  {
    weight: 1,
    feature: 'set data',
    arbitrary: fc.record({ do: fc.constant('set data'), cache: number, isFresh: fc.boolean() }),
  },
  {
    weight: 2,
    feature: 'queries',
    arbitrary: onCache('clear', 'remove queries', 'reset queries', 'cancel queries', 'invalidate queries'),
  },
  {
    weight: 3,
    feature: 'elsewhere',
    arbitrary: fc.record({
      do: fc.constantFrom('elsewhere', 'elsewhere', 'in another tab'),
      order: fc.constantFrom<Number[]>(0, 0, 0, 1),
      box: number,
    }),
  },
  {
    weight: 5,
    feature: 'visit',
    arbitrary: fc.record({
      do: fc.constant('visit'),
      root,
      box: number,
      ms: fc.integer({ min: 1_000, max: 12_000 }),
    }),
  },
  { weight: 1, feature: 'focus', arbitrary: fc.constant({ do: 'focus' }) },
  {
    weight: 2,
    feature: 'hide page',
    arbitrary: fc.record({ do: fc.constantFrom('hide page', 'show page') }),
  },
  { weight: 1, feature: 'leave', arbitrary: fc.record({ do: fc.constant('leave'), ms: milliseconds }) },
  { weight: 1, feature: 'skew', arbitrary: fc.record({ do: fc.constant('skew'), ms: hours }) },
  {
    weight: 1,
    feature: 'connection',
    arbitrary: fc.record({ do: fc.constant('connection'), isOnline: fc.boolean(), isTrue: fc.boolean() }),
  },
  {
    weight: 2,
    feature: 'fault',
    arbitrary: fc
      .record({ kind: kinds, at: target })
      .map(({ kind, at }): Command => ({ do: 'fault', fault: { ...kind, ...at } })),
  },
];

/** Returns an arbitrary of command lists without the features that `allowed` refuses. */
export function commandLists(allowed: (feature: string) => boolean): fc.Arbitrary<readonly Command[]> {
  const chosen = all.filter(({ feature }) => allowed(feature));
  return fc.array(fc.oneof(...chosen), { maxLength: 10, size: 'max' });
}
