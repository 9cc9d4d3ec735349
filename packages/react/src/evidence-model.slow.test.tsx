import { consentEvidence } from '@norce-kit/react';
import type { OrderEvent } from '@norce-kit/react';
import fc from 'fast-check';
import { version } from 'react';
import { afterEach, beforeEach, test, vi } from 'vitest';
import { assertInBudget, modelBudget } from '../../../tests/in-budget.ts';
import { createModel, evidenceCommands } from '../../../tests/model/commands.ts';
import { checkEvidence } from '../../../tests/model/evidence.ts';
import { comeToRest } from '../../../tests/model/rest.ts';
import { openWorld } from '../../../tests/model/world.tsx';

beforeEach(() => {
  // The pages have several clients and caches, as tabs and hosts do, which is worth a warning.
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  // The real one ends at a time of its own.
  vi.spyOn(crypto.subtle, 'digest').mockResolvedValue(new ArrayBuffer(32));
});
afterEach(() => void vi.restoreAllMocks());

const budget = modelBudget({ runs: version.startsWith('18') ? 20 : 80, seconds: 60 });

test(`RT18: after ${budget.runs} random page visits with evidence, the order has a record of each confirmed answer`, async () => {
  await assertInBudget(
    fc.asyncProperty(evidenceCommands, async (given) => {
      const events: OrderEvent[] = [];
      const onEvent = (event: OrderEvent) => void events.push(event);
      const world = await openWorld({ evidence: consentEvidence(), onEvent });
      try {
        const model = createModel();
        await fc.asyncModelRun(() => ({ model, real: world }), given);
        await comeToRest(model, world);
        // The last attempt to write a record.
        await world.pass(100_000);
        for (const order of [0, 1] as const) {
          world.show(world.orderIds[order]);
          await world.pass(1_000);
          checkEvidence(order, model, world, events);
        }
      } finally {
        await world.end();
      }
    }),
    {
      name: `RT18, React ${version}`,
      chunk: 20,
      ...budget,
    },
  );
}, 3_600_000);
