import fc from 'fast-check';
import { version } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { assertInBudget, modelBudget } from '../../../tests/in-budget.ts';
import { commandLists, perform } from '../../../tests/model/gate/commands.ts';
import type { Planted } from '../../../tests/model/gate/page.tsx';
import { planted } from '../../../tests/model/gate/planted.tsx';
import { checkNow, comeToRest } from '../../../tests/model/gate/rest.ts';
import { setups } from '../../../tests/model/gate/setup.ts';
import { World } from '../../../tests/model/gate/world.ts';

// The other tab has a client and a cache of its own, which is worth a warning.
beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined));
afterEach(() => void vi.restoreAllMocks());

const isReact18 = version.startsWith('18');
// The seed is fixed, so that a change is to blame for a failure. MODEL_RUNS and MODEL_SEED search further.
const budget = modelBudget({ runs: isReact18 ? 25 : 50, seconds: 5 });

/** Property: no page with a gate breaks a promise. */
const keepsPromises = (fault?: Planted) =>
  fc.asyncProperty(setups, commandLists, async (setup, commands) => {
    const world = new World(setup, fault);
    try {
      world.render();
      await world.pass(100);
      for (const command of commands) {
        await perform(world, command);
        checkNow(world);
      }
      await comeToRest(world);
    } finally {
      await world.end();
    }
  });

test(`GO7: in ${budget.runs} random pages an order goes on once for each act, with what the page shows`, async () => {
  await assertInBudget(keepsPromises(), { name: `GO7, React ${version}`, chunk: 25, seed: 4, ...budget });
}, 3_600_000);

// A test of these is about the search, which is the same on React 18.
test.skipIf(isReact18).each(planted)('GO7: finds a kit that $name', async ({ breaks, ...fault }) => {
  const { failed, errorInstance } = await fc.check(keepsPromises(fault), {
    seed: budget.seed ?? 4,
    numRuns: 200,
    endOnFailure: true,
  });
  expect(failed).toBe(true);
  expect((errorInstance as Error).message).toMatch(breaks);
});
