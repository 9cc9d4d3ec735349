import fc from 'fast-check';
import { version } from 'react';
import { test } from 'vitest';
import { commands, createModel } from '../../../tests/model/commands.ts';
import { comeToRest } from '../../../tests/model/rest.ts';
import { openWorld } from '../../../tests/model/world.tsx';

// MODEL_SEED and MODEL_PATH, printed where a run fails, repeat that run.
const { MODEL_RUNS, MODEL_SEED, MODEL_PATH } = process.env;
const numRuns = Number(MODEL_RUNS ?? (version.startsWith('18') ? 300 : 2_000));

test(`RT15: whatever happens in ${numRuns} lives of a page, at rest it and the order agree, or it says that they do not`, async () => {
  await fc.assert(
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
      numRuns,
      ...(MODEL_SEED !== undefined && { seed: Number(MODEL_SEED) }),
      ...(MODEL_PATH !== undefined && { path: MODEL_PATH }),
    },
  );
}, 300_000);
