import type { Fault, Operation } from '@norce-kit/sandbox';
import fc from 'fast-check';
import { kinds, milliseconds } from '../commands.ts';
import { rules } from './setup.ts';
import type { Rules } from './setup.ts';
import { consentIds } from './traffic.ts';
import type { Name } from './traffic.ts';
import type { World } from './world.ts';

type Number = 0 | 1;
type Way = 'box' | 'summary' | 'host';

/** An event in the life of a page. Plain data, so that a failed run prints it. */
export type Command =
  | { readonly do: 'click' | 'retry' | 'elsewhere'; readonly name: Name }
  | { readonly do: 'click in the tab'; readonly box: Number }
  | { readonly do: 'press'; readonly button: Number; readonly detail: 1 | 2 }
  | {
      readonly do: 'press and';
      readonly button: Number;
      readonly after: number;
      readonly then: 'untick' | 'press' | 'type' | 'turn' | 'turn twice' | 'hide' | 'hide and show';
    }
  | {
      readonly do: 'fail';
      readonly name: 'ci_newsletter' | 'note';
      readonly status: number;
      readonly isReadable: boolean;
      readonly isHealed: boolean;
      readonly goOnBy: Way | undefined;
    }
  | { readonly do: 'go on without'; readonly name: Name; readonly by: Way }
  | { readonly do: 'type'; readonly text: string }
  | { readonly do: 'click button'; readonly selector: string }
  | { readonly do: 'blur' | 'turn' | 'show all' | 'hide fields' | 'focus' | 'render' | 'heal' }
  | { readonly do: 'hide button'; readonly button: Number }
  | { readonly do: 'set rules'; readonly rules: Rules }
  | { readonly do: 'pass' | 'leave'; readonly ms: number }
  | { readonly do: 'connection'; readonly isOnline: boolean; readonly isTrue: boolean }
  | { readonly do: 'fault'; readonly fault: Fault };

type Run<Do> = (world: World, command: Extract<Command, { readonly do: Do }>) => void | Promise<void>;

const runs: { readonly [Do in Command['do']]: Run<Do> } = {
  click: (world, { name }) => world.click(name),
  retry: (world, { name }) => world.retry(name),
  elsewhere: (world, { name }) => world.changeElsewhere(name),
  'click in the tab': (world, { box }) => world.clickInTab(box),
  press: (world, { button, detail }) => world.press(button, detail),
  'press and': async (world, { button, after, then }) => {
    // So that the gate waits.
    if (then !== 'untick') world.click('ci_newsletter');
    world.press(button, 1);
    await world.pass(after);
    if (then === 'untick' && world.box('ci_terms')?.checked === true) world.click('ci_terms');
    if (then === 'press') world.press(button, 1);
    if (then === 'type') world.type(`after ${after}`);
    if (then === 'turn' || then === 'turn twice') world.turn();
    if (then === 'turn twice') world.turn();
    if (then === 'hide' || then === 'hide and show') world.showButtons(() => false);
    if (then === 'hide and show') world.showButtons(() => true);
  },
  fail: async (world, { name, status, isReadable, isHealed, goOnBy }) => {
    const operation = name === 'note' ? 'patchAttributes' : 'patchConsent';
    world.addFault({ kind: 'status', status, operation });
    if (!isReadable) world.addFault({ kind: 'status', status: 500, operation: 'getOrder', times: 5 });
    if (name === 'note') world.type(`status ${status}`);
    else world.click(name);
    await world.pass(20_000);
    if (goOnBy === 'summary') world.press(0, 1);
    if (goOnBy === 'summary') await world.pass(500);
    if (isHealed) world.sandbox.faults.clear();
    if (goOnBy !== undefined) world.goOnWithout(name, goOnBy);
  },
  'go on without': (world, { name, by }) => world.goOnWithout(name, by),
  type: (world, { text }) => world.type(text),
  'click button': (world, { selector }) => world.clickButton(selector),
  blur: (world) => world.blur(),
  turn: (world) => world.turn(),
  'show all': (world) => {
    world.showButtons(() => true);
    world.showFields(true);
  },
  'hide fields': (world) => world.showFields(false),
  focus: (world) => world.focus(),
  render: (world) => world.render(),
  heal: (world) => world.sandbox.faults.clear(),
  'hide button': (world, { button }) => world.showButtons((other) => other !== button),
  'set rules': (world, command) => world.setRules(command.rules),
  pass: (world, { ms }) => world.pass(ms),
  leave: (world, { ms }) => world.leave(ms),
  connection: (world, { isOnline, isTrue }) => {
    if (isTrue && isOnline) world.sandbox.faults.clear();
    if (isTrue && !isOnline) world.addFault({ kind: 'drop' });
    world.setOnline(isOnline);
  },
  fault: (world, { fault }) => world.addFault(fault),
};

/** Carries out a command; does nothing where it does not apply. */
export async function perform(world: World, command: Command): Promise<void> {
  await (runs[command.do] as Run<Command['do']>)(world, command);
  // Promises end before the next event of a browser.
  await world.pass(0);
}

const number = fc.constantFrom<Number[]>(0, 1);
/** Mostly the first button, which is on each page. */
const button = fc.constantFrom<Number[]>(0, 0, 1);
const consent = fc.constantFrom(...consentIds);
const name = fc.constantFrom<Name[]>(...consentIds, 'note');
const way = fc.constantFrom<Way[]>('box', 'summary', 'host');
const operations = fc.constantFrom<Operation[]>(
  'patchConsent',
  'patchConsent',
  'patchAttributes',
  'getOrder',
  'createValidation',
  'validateOrder',
);
const target = fc.record({ operation: operations, times: fc.integer({ min: 1, max: 4 }) });
const statuses = fc.constantFrom(401, 409, 412, 422).map((status) => ({ kind: 'status', status }) as const);
const selectors = fc.constantFrom('whenSettled', 'check').map((wait) => `[data-wait="${wait}"]`);

const one = (does: Command['do'], model: object) =>
  fc.record({ do: fc.constant(does), ...model }) as unknown as fc.Arbitrary<Command>;
const oneOf = (...names: Command['do'][]) =>
  fc.record({ do: fc.constantFrom(...names) }) as fc.Arbitrary<Command>;

const weighted: readonly (readonly [weight: number, arbitrary: fc.Arbitrary<Command>])[] = [
  [8, one('click', { name: consent })],
  [2, one('click in the tab', { box: number })],
  [3, one('retry', { name })],
  [2, one('elsewhere', { name: consent })],
  [9, one('press', { button, detail: fc.constantFrom(1, 1, 2) })],
  [
    6,
    one('press and', {
      button,
      after: fc.constantFrom(0, 0, 10, 30, 500, 6_000),
      then: fc.constantFrom('untick', 'press', 'type', 'turn', 'turn twice', 'hide', 'hide and show'),
    }),
  ],
  [
    8,
    one('fail', {
      name: fc.constantFrom('ci_newsletter', 'note'),
      status: fc.constantFrom(400, 409, 412, 500),
      isReadable: fc.constantFrom(true, true, false),
      isHealed: fc.boolean(),
      goOnBy: fc.option(way, { nil: undefined }),
    }),
  ],
  [3, one('go on without', { name, by: way })],
  [4, one('type', { text: fc.constantFrom('a', 'ab', 'abc') })],
  [2, one('click button', { selector: selectors })],
  [1, one('click button', { selector: fc.constant('[data-validate]') })],
  [3, oneOf('blur', 'focus', 'render')],
  [3, oneOf('turn', 'show all', 'show all', 'hide fields')],
  [3, oneOf('heal')],
  [1, one('hide button', { button: number })],
  [1, one('set rules', { rules })],
  [6, one('pass', { ms: milliseconds })],
  [1, one('leave', { ms: milliseconds })],
  [2, one('connection', { isOnline: fc.boolean(), isTrue: fc.boolean() })],
  [
    4,
    fc
      .record({ kind: fc.oneof({ weight: 4, arbitrary: kinds }, statuses), at: target })
      .map(({ kind, at }): Command => ({ do: 'fault', fault: { ...kind, ...at } })),
  ],
];

export const commandLists: fc.Arbitrary<readonly Command[]> = fc.array(
  fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary }))),
  { maxLength: 16, size: 'max' },
);
