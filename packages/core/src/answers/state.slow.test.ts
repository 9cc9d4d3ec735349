import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { checkoutProperty } from '../../test/shop-world.ts';
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
    checkoutProperty(create, () => {
      const found = [...unlisted];
      unlisted.clear();
      expect(found).toEqual([]);
    }),
    { seed, numRuns: runs },
  );
});
