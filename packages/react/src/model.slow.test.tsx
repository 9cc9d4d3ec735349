import fc from 'fast-check';
import { version } from 'react';
import { afterEach, beforeEach, test, vi } from 'vitest';
import { assertInBudget, modelBudget } from '../../../tests/in-budget.ts';
import { commands, createModel } from '../../../tests/model/commands.ts';
import { comeToRest } from '../../../tests/model/rest.ts';
import { openWorld } from '../../../tests/model/world.tsx';

// The pages have several clients and caches, as tabs and hosts do, which is worth a warning.
beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined));
afterEach(() => void vi.restoreAllMocks());

// The register is searched without React, in thousands of runs; these look at what React adds.
const budget = modelBudget({ runs: version.startsWith('18') ? 50 : 200, seconds: 90 });

test(`RT15: in ${budget.runs} random page visits, page and order agree at rest, or the page shows that they do not`, async () => {
  await assertInBudget(
    fc.asyncProperty(commands, async (given) => {
      const world = await openWorld();
      try {
        const model = createModel();
        await fc.asyncModelRun(() => ({ model, real: world }), given);
        await comeToRest(model, world);
      } finally {
        await world.end();
      }
    }),
    {
      name: `RT15, React ${version}`,
      chunk: 50,
      ...budget,
    },
  );
}, 3_600_000);
