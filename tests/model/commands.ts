import type { Order } from '@norce-kit/core';
import { orderQueryKey } from '@norce-kit/react';
import type { Fault, Operation } from '@norce-kit/sandbox';
import fc from 'fast-check';
import type { AsyncCommand } from 'fast-check';
import { expect } from 'vitest';
import { consentIds } from './world.tsx';
import type { World } from './world.tsx';

/** One consent of one order, as the shopper expects it. */
export interface Memory {
  /** All answers, in order. */
  readonly answers: boolean[];
  /** Whether it was changed elsewhere, so that the page only has to follow the order. */
  isChanged: boolean;
  /** Whether the shopper went on without the last answer. */
  isDropped: boolean;
}

/** The model: the shopper's expectations, without access to internals. */
export interface Model {
  /** The order on the screen. */
  order: 0 | 1;
  isShown: boolean;
  /** Whether the page was left, so that waiting answers were sent in parallel with writes in flight. */
  hasLeft: boolean;
  /** Whether requests were refused in a way that is not tried again. */
  hasRefusal: boolean;
  readonly memories: ReadonlyMap<string, Memory>;
}

type Command = AsyncCommand<Model, World>;

export function createModel(): Model {
  const keys = [0, 1].flatMap((order) => consentIds.map((consentId) => keyOf(order, consentId)));
  return {
    order: 0,
    isShown: true,
    hasLeft: false,
    hasRefusal: false,
    memories: new Map(keys.map((key) => [key, { answers: [], isChanged: false, isDropped: false }])),
  };
}

export const keyOf = (order: number, consentId: string): string => `${order} ${consentId}`;

const shownOrder = (model: Model, world: World) => (model.isShown ? world.orderIds[model.order] : undefined);

function command(
  name: string,
  run: (model: Model, world: World) => void | Promise<void>,
  check: (model: Readonly<Model>) => boolean = () => true,
): Command {
  return {
    check,
    run: async (model, world) => {
      await run(model, world);
      const [first, second] = world.boxes();
      expect(first).toEqual(second);
    },
    toString: () => name,
  };
}

const click = (box: number): Command =>
  command(
    `click ${['first', 'second', 'terms'][box]}`,
    ({ memories, order }, world) => {
      const consentId = consentIds[box] ?? '';
      const shown = world.boxes()[box]?.checked === true;
      world.click(box);
      expect(world.boxes()[box]?.checked).toBe(!shown);
      const memory = memories.get(keyOf(order, consentId));
      memory?.answers.push(!shown);
      if (memory) memory.isDropped = false;
    },
    ({ isShown }) => isShown,
  );

const goOnWithout: Command = command(
  'go on without the newsletter',
  ({ memories, order }, world) => {
    const saveState = world.boxes()[0]?.saveState;
    const memory = memories.get(keyOf(order, consentIds[0] ?? ''));
    if (memory && (saveState === 'not-saved' || saveState === 'unknown')) memory.isDropped = true;
    world.goOnWithout(0);
  },
  ({ isShown }) => isShown,
);

const pass = (milliseconds: number): Command =>
  command(`pass ${milliseconds} ms`, (_, world) => world.pass(milliseconds));

const turn: Command = command('turn to the other order', (model, world) => {
  model.order = model.order === 0 ? 1 : 0;
  world.show(shownOrder(model, world));
});

const toggleSection: Command = command('unmount or mount', (model, world) => {
  model.isShown = !model.isShown;
  world.show(shownOrder(model, world));
});

const rerender: Command = command('render again', (model, world) => world.show(shownOrder(model, world)));

const focus: Command = command('hide and focus', (_, world) => world.focus());

const leave: Command = command('leave and come back', (model, world) => {
  model.hasLeft = true;
  world.leave();
});

const clear: Command = command('clear the cache', (_, world) => world.queryClient.clear());

/** Sets `navigator.onLine` to false, independent of the real connection. */
const connection = (isOnline: boolean, isTrue: boolean): Command =>
  command(`${isOnline ? 'online' : 'offline'}${isTrue ? '' : ', wrongly'}`, (_, world) => {
    if (isTrue && isOnline) world.sandbox.faults.clear();
    if (isTrue && !isOnline) world.sandbox.faults.add({ kind: 'drop' });
    world.setOnline(isOnline);
  });

const isRefusal = (given: Fault) =>
  given.kind === 'redirect' ||
  given.kind === 'login-page' ||
  (given.kind === 'status' && given.status < 500 && given.status !== 429);

/** Delays add up, and the register covers writes that are applied up to 30 seconds late. */
const fault = (given: Fault): Command =>
  command(`fault ${JSON.stringify(given)}`, (model, { sandbox: { faults } }) => {
    model.hasRefusal ||= isRefusal(given);
    for (const { id, fault: known } of faults.list()) {
      if (known.kind === 'delay' && given.kind === 'delay') faults.remove(id);
    }
    faults.add(given);
  });

const changeElsewhere = (box: number, checked: boolean): Command =>
  command(`elsewhere ${consentIds[box]} becomes ${checked}`, ({ memories, order }, { sandbox, orderIds }) => {
    const consentId = consentIds[box] ?? '';
    sandbox.orders.setChecked(orderIds[order], consentId, checked);
    const memory = memories.get(keyOf(order, consentId));
    if (memory) memory.isChanged = true;
  });

/** The cache gets an older order, as from a persister or a loader of the host. */
const restore: Command = command(
  'the host caches the order of before',
  ({ order }, { orderIds, queryClient }) => {
    const queryKey = orderQueryKey(orderIds[order]);
    queryClient.setQueryData<Order>(queryKey, (cached) => cached && { ...cached, attributes: {} });
  },
);

export const milliseconds = fc.oneof(
  fc.integer({ min: 0, max: 100 }),
  fc.integer({ min: 100, max: 3_000 }),
  fc.integer({ min: 3_000, max: 40_000 }),
);
const delays = fc.oneof(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 1_000, max: 20_000 }));
const targetOf = (operations: readonly Operation[]) =>
  fc.record({ operation: fc.constantFrom(...operations), times: fc.integer({ min: 1, max: 4 }) });
export const target = targetOf(['patchConsent', 'patchConsent', 'getOrder']);
export const kinds = fc.oneof(
  delays.map((before) => ({ kind: 'delay', before }) as const),
  delays.map((after) => ({ kind: 'delay', after }) as const),
  fc.constantFrom(400, 403, 404, 409, 429, 500, 503).map((status) => ({ kind: 'status', status }) as const),
  fc
    .constantFrom('drop', 'apply-then-drop', 'hang', 'truncate', 'silence', 'redirect', 'login-page')
    .map((kind) => ({ kind })),
  fc.constant({ kind: 'hang', when: 'after' } as const),
  fc.integer({ min: 0, max: 9_000 }).map((after) => ({ kind: 'drop-then-apply', after }) as const),
);
const boxNumber = fc.integer({ min: 0, max: 2 });

const often = (times: number, given: fc.Arbitrary<Command>) => Array.from({ length: times }, () => given);

/** Actions of shopper, browser, network and other clients, with faults in `at`. */
const createCommands = (at: typeof target, ...more: readonly Command[]): fc.Arbitrary<Iterable<Command>> =>
  fc.commands(
    [
      ...often(6, boxNumber.map(click)),
      ...often(3, milliseconds.map(pass)),
      ...often(
        4,
        fc.record({ kind: kinds, at }).map((given) => fault({ ...given.kind, ...given.at })),
      ),
      ...often(2, fc.constantFrom(turn, toggleSection, rerender, focus, leave, clear, ...more)),
      fc.constant(goOnWithout),
      fc
        .record({ isOnline: fc.boolean(), isTrue: fc.boolean() })
        .map((said) => connection(said.isOnline, said.isTrue)),
      fc
        .record({ box: boxNumber, checked: fc.boolean() })
        .map(({ box, checked }) => changeElsewhere(box, checked)),
    ],
    { maxCommands: 20, size: 'max' },
  );

export const commands: fc.Arbitrary<Iterable<Command>> = createCommands(target);

/** The commands for pages that write evidence, which fails as well. */
export const evidenceCommands: fc.Arbitrary<Iterable<Command>> = createCommands(
  targetOf(['patchConsent', 'patchAttributes', 'patchAttributes', 'getOrder']),
  restore,
);
