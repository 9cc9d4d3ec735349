import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readFates, ShopWorld, steps, writeFates } from '../../test/shop-world.ts';
import type { CreateRegister } from '../../test/shop-world.ts';
import { kindOf, transitions } from '../../test/transitions.ts';
import { createRegister } from './register.ts';
import { transition } from './state.ts';

const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
const runs = Number(process.env['FC_RUNS'] ?? 2_000);

beforeAll(() => void vi.useFakeTimers());
afterAll(() => void vi.useRealTimers());

test(`in ${runs} checkouts every transition is listed in the table (FC_SEED=${seed})`, async () => {
  const known = new Set(transitions.map(([, before, event, after]) => kindOf(before, event, after)));
  const unlisted = new Set<string>();
  const create: CreateRegister = (client, options) =>
    createRegister(client, {
      ...options,
      transition: (before, event) => {
        const after = transition(before, event);
        const kind = kindOf(before, event, after);
        if (!known.has(kind)) unlisted.add(kind);
        return after;
      },
    });
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      steps,
      writeFates,
      readFates,
      async (scheduler, happenings, writes, reads) => {
        vi.clearAllTimers();
        unlisted.clear();
        const world = new ShopWorld(scheduler, create, writes, reads);
        await fc.scheduledModelRun(scheduler, () => ({ model: {}, real: world }), happenings);
        await world.rest();
        await world.readAll();
        expect([...unlisted]).toEqual([]);
      },
    ),
    { seed, numRuns: runs },
  );
});
