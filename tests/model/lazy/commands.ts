import type { Fault } from '@norce-kit/sandbox';
import fc from 'fast-check';
import { kinds, milliseconds, target } from '../commands.ts';
import { refocus, setOnline, setVisibility } from './browser.ts';
import type { Press, LazyWorld } from './world.ts';

type Number = 0 | 1;

/** An event in the life of a page. Plain data, so that a failed run prints it. */
export type Command =
  | {
      readonly do: 'click' | 'click as the engine arrives';
      readonly root: Number;
      readonly box: Number;
      readonly by: Press;
    }
  | { readonly do: 'press Enter'; readonly root: Number; readonly box: Number }
  | { readonly do: 'retry' | 'go on without' | 'pay' | 'check' | 'take over'; readonly root: Number }
  | { readonly do: 'hide' | 'show' | 'turn' | 'change words' | 'render'; readonly root: Number }
  | { readonly do: 'toggle box'; readonly root: Number; readonly box: Number }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'engine arrives' | 'engine fails' | 'evidence arrives' | 'evidence fails' | 'focus' }
  | { readonly do: 'leave'; readonly ms: number; readonly hasEngine: boolean }
  | { readonly do: 'hide page' | 'show page' }
  | { readonly do: 'elsewhere'; readonly order: Number; readonly box: Number }
  | { readonly do: 'connection'; readonly isOnline: boolean; readonly isTrue: boolean }
  | { readonly do: 'fault'; readonly fault: Fault };

/** Carries out a command; does nothing where it does not apply. */
export async function perform(world: LazyWorld, command: Command): Promise<void> {
  if ('root' in command) await performOnRoot(world, command);
  else await performOnPage(world, command);
  await world.settle();
}

async function performOnPage(
  world: LazyWorld,
  command: Exclude<Command, { readonly root: Number }>,
): Promise<void> {
  switch (command.do) {
    case 'pass': {
      await world.pass(command.ms);
      return;
    }
    case 'engine arrives': {
      await world.arrive((arrive) => arrive());
      return;
    }
    case 'engine fails': {
      world.engine.fail();
      return;
    }
    case 'evidence arrives': {
      world.arriveEvidence();
      return;
    }
    case 'evidence fails': {
      world.evidence.fail();
      return;
    }
    case 'focus': {
      refocus();
      return;
    }
    case 'leave': {
      if (command.hasEngine) await world.arrive((arrive) => world.leave(command.ms, arrive));
      else await world.leave(command.ms);
      return;
    }
    case 'hide page':
    case 'show page': {
      setVisibility(command.do === 'hide page' ? 'hidden' : 'visible');
      return;
    }
    case 'elsewhere': {
      world.changeElsewhere(command.order, command.box);
      return;
    }
    case 'connection': {
      if (command.isTrue && command.isOnline) world.sandbox.faults.clear();
      if (command.isTrue && !command.isOnline) world.sandbox.faults.add({ kind: 'drop' });
      world.hasFaults ||= !command.isOnline;
      setOnline(command.isOnline);
      return;
    }
    case 'fault': {
      addFault(world, command.fault);
      return;
    }
  }
}

/** Delays add up, and the register covers writes that are applied up to 30 seconds late. */
function addFault(world: LazyWorld, given: Fault): void {
  const { faults } = world.sandbox;
  world.hasFaults = true;
  for (const { id, fault: known } of faults.list()) {
    if (known.kind === 'delay' && given.kind === 'delay') faults.remove(id);
  }
  faults.add(given);
}

async function performOnRoot(
  world: LazyWorld,
  command: Extract<Command, { readonly root: Number }>,
): Promise<void> {
  const root = world.roots[command.root];
  if (root === undefined) return;
  switch (command.do) {
    case 'click': {
      await world.click(root, command.box, command.by);
      return;
    }
    case 'click as the engine arrives': {
      await world.arriveInClick(root, command.box, command.by);
      return;
    }
    case 'press Enter': {
      const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
      root.box(command.box)?.dispatchEvent(event);
      return;
    }
    case 'retry': {
      world.pressButton(root, 'retry');
      return;
    }
    case 'go on without': {
      world.pressButton(root, 'go on');
      return;
    }
    case 'pay': {
      world.pay(root);
      return;
    }
    case 'check': {
      root.check();
      return;
    }
    case 'take over': {
      await world.takeOver(root);
      return;
    }
    case 'hide':
    case 'show': {
      root.isShown = command.do === 'show' || !root.isTaken;
      root.render();
      return;
    }
    case 'turn': {
      world.turn(root);
      return;
    }
    case 'change words': {
      if (root.isTaken) root.words += 1;
      root.render();
      return;
    }
    case 'render': {
      root.render();
      return;
    }
    case 'toggle box': {
      if (root.isTaken) root.isBoxShown[command.box] = !root.isBoxShown[command.box];
      root.render();
      return;
    }
  }
}

const number = fc.constantFrom<Number[]>(0, 1);
const root = fc.constantFrom<Number[]>(0, 0, 1);
const box = fc.constantFrom<Number[]>(0, 0, 1);
const by = fc.constantFrom<Press[]>('box', 'box', 'label', 'space', 'double');
const click = fc.record({ do: fc.constant('click'), root, box, by });
const pass = fc.record({ do: fc.constant('pass'), ms: milliseconds });
const leave = fc.record({ do: fc.constant('leave'), ms: milliseconds, hasEngine: fc.boolean() });
const fault = fc
  .record({ kind: kinds, at: target })
  .map(({ kind, at }) => ({ do: 'fault', fault: { ...kind, ...at } }));
const onRoot = (...names: string[]) => fc.record({ do: fc.constantFrom(...names), root });
const simple = (...names: string[]) => fc.record({ do: fc.constantFrom(...names) });
const alone = (weight: number, arbitrary: fc.Arbitrary<unknown>) => ({
  weight,
  arbitrary: arbitrary.map((command) => [command]),
});

const arrives = { do: 'engine arrives' };
const leaving = { do: 'leave', ms: 0, hasEngine: false };
const late = (before: number) => ({
  do: 'fault',
  // The register covers 30 seconds.
  fault: { kind: 'delay', before: Math.min(before, 20_000), operation: 'patchConsent', times: 1 },
});
/** Commands that belong to one box, with a time. */
const onOneBox = (
  create: (click: object, place: { readonly root: Number; readonly box: Number }, ms: number) => object[],
) =>
  fc
    .tuple(root, box, milliseconds)
    .map(([root, box, ms]) => create({ do: 'click', root, box, by: 'box' }, { root, box }, ms));

const all = fc.oneof(
  alone(10, click),
  alone(6, pass),
  alone(4, simple('engine arrives')),
  alone(2, simple('engine fails')),
  alone(2, fc.record({ do: fc.constant('click as the engine arrives'), root, box, by })),
  alone(2, simple('evidence arrives')),
  alone(1, simple('evidence fails', 'focus', 'hide page', 'show page')),
  alone(3, leave),
  alone(4, fault),
  alone(2, onRoot('take over')),
  alone(3, onRoot('hide', 'show', 'turn', 'change words', 'render')),
  alone(2, onRoot('pay', 'check')),
  alone(1, onRoot('retry', 'go on without')),
  alone(2, fc.record({ do: fc.constant('toggle box'), root, box })),
  alone(1, fc.record({ do: fc.constant('press Enter'), root, box })),
  alone(1, fc.record({ do: fc.constant('elsewhere'), order: number, box })),
  alone(1, fc.record({ do: fc.constant('connection'), isOnline: fc.boolean(), isTrue: fc.boolean() })),
  // An answer whose write is under way when the page is left, and a second one of the page that came back.
  { weight: 3, arbitrary: fc.tuple(click, fault, leave, click) },
  { weight: 2, arbitrary: fc.tuple(click, fc.constant({ do: 'engine arrives' }), pass, click) },
  // Words that change before the engine arrives.
  { weight: 3, arbitrary: onOneBox((click, { root }) => [click, { do: 'change words', root }, arrives]) },
  // A write of the page that was left arrives after an opposite answer.
  {
    weight: 3,
    arbitrary: onOneBox((click, _, ms) => [click, late(ms), leaving, click, arrives, { do: 'pass', ms }]),
  },
) as unknown as fc.Arbitrary<readonly Command[]>;

/** The engine arrives between the click and the change of the first answer, which a second click takes back. */
const inFirstClick = onOneBox((click, { root }) => [
  { do: 'take over', root },
  { do: 'pass', ms: 1 },
  { ...click, do: 'click as the engine arrives', by: 'double' },
]) as fc.Arbitrary<readonly Command[]>;

export const commandLists: fc.Arbitrary<readonly Command[]> = fc
  .tuple(
    fc.oneof({ weight: 5, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: inFirstClick }),
    fc.array(all, { maxLength: 9, size: 'max' }),
  )
  .map(([start, lists]) => [...start, ...lists.flat()]);
