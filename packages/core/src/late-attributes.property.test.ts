import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { createWriter } from './attribute-writer.ts';
import type { AttributeClient } from './attribute-queue.ts';
import { OrderApiError } from './errors.ts';
import type { Outcome } from './errors.ts';
import type { WriteOptions } from './http.ts';
import type { JsonValue } from './types.ts';
import { seed, setUpModels } from '../test/model-clock.ts';

const runs = Number(process.env['FC_RUNS'] ?? 2_000);

setUpModels();

const errorOf = (outcome: Outcome) =>
  new OrderApiError({ kind: 'timeout', operation: 'patchAttributes', outcome, reason: 'told by the test' });

/** One attempt to write: whether its response is lost, and when the server applies it; never when undefined. */
interface Fate {
  readonly isLost: boolean;
  /** Milliseconds after a lost response; 0 is before it. */
  readonly appliedAfter: number | undefined;
}
type Step =
  | { readonly key: string; readonly value: number; readonly isInOtherTab?: boolean }
  | { readonly pause: number }
  /** The page is left, and the browser keeps it: its requests and timers go on. */
  | 'leave'
  /** The page is left for another one of the same order. */
  | 'open';

const saved: Fate = { isLost: false, appliedAfter: 0 };
const fateOf: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(saved) },
  { weight: 1, arbitrary: fc.constant({ isLost: false, appliedAfter: undefined }) },
  {
    weight: 3,
    arbitrary: fc.record({
      isLost: fc.constant(true),
      appliedAfter: fc.option(fc.oneof(fc.constant(0), fc.nat(29_000)), { nil: undefined }),
    }),
  },
);
interface Checkout {
  readonly steps: readonly Step[];
  readonly fates: readonly (readonly Fate[])[];
  /** Whether each read succeeds. */
  readonly reads: readonly boolean[];
}
const checkoutOf = (...steps: fc.Arbitrary<Step>[]): fc.Arbitrary<Checkout> =>
  fc.record({
    steps: fc.array(fc.oneof(...steps, fc.record({ pause: fc.oneof(fc.nat(200), fc.nat(20_000)) })), {
      minLength: 1,
      maxLength: 8,
    }),
    fates: fc.array(fc.array(fateOf, { minLength: 1, maxLength: 3 }), { maxLength: 8 }),
    reads: fc.array(fc.boolean(), { maxLength: 12 }),
  });
const edit = { key: fc.constantFrom('note', 'gift'), value: fc.nat(2) };
const checkout = checkoutOf(fc.record(edit), fc.constantFrom('leave', 'open'));
/** Both tabs stay open: a page that is gone corrects nothing. */
const checkoutInTabs = checkoutOf(fc.record({ ...edit, isInOtherTab: fc.boolean() }), fc.constant('leave'));

/** An order service whose attempts and reads end as the lists say, and well when a list is used up. */
function createService(fates: readonly (readonly Fate[])[], reads: readonly boolean[]) {
  const order: Record<string, number> = {};
  const ends = [...fates];
  const readEnds = [...reads];
  let underWay = 0;
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const client: AttributeClient = {
    getOrder: async () => {
      await pause(50);
      if (readEnds.shift() === false) throw errorOf('not-applied');
      return { id: 'o', merchant: 'acme', channel: 'acme-se', attributes: { ...order } };
    },
    patchAttributes: async (_, values, options) => {
      const attempts = ends.shift() ?? [saved];
      const apply = () => void Object.assign(order, values);
      if (options?.retry === 0) {
        const [{ appliedAfter } = saved] = attempts;
        // The handler keeps it behind the request under way.
        const holdUntil = Date.now() + (options.followsWithin ?? 0);
        const arrive = () => {
          if (underWay > 0 && Date.now() < holdUntil) setTimeout(arrive, 50);
          else apply();
        };
        if (appliedAfter !== undefined) setTimeout(arrive, appliedAfter % 10_000);
        return;
      }
      underWay += 1;
      await carryOut(attempts, apply, options?.onRetry).finally(() => (underWay -= 1));
    },
  };
  const carryOut = async (attempts: readonly Fate[], apply: () => void, onRetry: WriteOptions['onRetry']) => {
    for (const [index, { isLost, appliedAfter }] of attempts.entries()) {
      await pause(50);
      if (appliedAfter === 0) apply();
      else if (appliedAfter !== undefined) setTimeout(apply, appliedAfter);
      if (!isLost && appliedAfter === 0) return;
      const error = errorOf(isLost ? 'unknown' : 'not-applied');
      if (!isLost || index === attempts.length - 1) throw error;
      onRetry?.(error);
    }
  };
  return { order, client };
}

/** Returns a client whose calls neither start nor end once the page is closed. */
function closable(client: AttributeClient) {
  let isClosed = false;
  const never = new Promise<never>(() => undefined);
  const open = <Value>(call: () => Promise<Value>): Promise<Value> =>
    isClosed
      ? never
      : call().then(
          (value) => (isClosed ? never : value),
          (error: unknown) => (isClosed ? never : Promise.reject(error as Error)),
        );
  const limited: AttributeClient = {
    getOrder: (...call) => open(() => client.getOrder(...call)),
    patchAttributes: (...call) => open(() => client.patchAttributes(...call)),
  };
  return { client: limited, close: () => void (isClosed = true) };
}

/** Carries out a checkout, and returns the keys whose newest value is neither on the order nor reported. */
async function brokenKeys(
  { steps, fates, reads }: Checkout,
  through: (client: AttributeClient) => AttributeClient = (client) => client,
  isAnnounced = true,
): Promise<readonly string[]> {
  const { order, client } = createService(fates, reads);
  const openPage = (notes = new Map<string, string>()) => {
    const page = closable(through(client));
    let onLeave: (() => void) | undefined;
    const writer = createWriter(page.client, {
      onLeave: (listener) => {
        onLeave = listener;
        return () => (onLeave = undefined);
      },
      storage: {
        getItem: (name) => notes.get(name) ?? null,
        setItem: (name, note) => void notes.set(name, note),
      },
    });
    return { writer, notes, leave: () => onLeave?.(), close: page.close };
  };
  let page = openPage();
  const other = openPage();
  const newest = new Map<string, number>();
  for (const step of steps) {
    if (step === 'leave') page.leave();
    else if (step === 'open') {
      page.leave();
      page.close();
      page = openPage(page.notes);
      // A value of the page before that was never applied is not known to this one.
      newest.clear();
    } else if ('pause' in step) await vi.advanceTimersByTimeAsync(step.pause);
    else {
      newest.set(step.key, step.value);
      const values = { [step.key]: step.value };
      const [own, others] = step.isInOtherTab ? [other, page] : [page, other];
      void own.writer.patch('o', values);
      if (isAnnounced) others.writer.takeNewer('o', values);
      // Messages have a time in ms.
      await vi.advanceTimersByTimeAsync(1);
    }
  }
  await vi.runAllTimersAsync();
  const unsaved = [page, other].flatMap(({ writer }) => writer.unsaved('o'));
  const reported = new Set(unsaved.map(({ key }) => key));
  return [...newest].flatMap(([key, value]) => (order[key] === value || reported.has(key) ? [] : [key]));
}

/** Property: each attribute of the order has its newest value, or the writer reports that it has not. */
const keepsNewestValues = (through?: (client: AttributeClient) => AttributeClient) =>
  fc.asyncProperty(checkout, async (run) => (await brokenKeys(run, through)).length === 0);

test(`AT5: in ${runs} checkouts each attribute has its newest value or is reported (FC_SEED=${seed})`, async () => {
  await fc.assert(keepsNewestValues(), { seed, numRuns: runs });
});

/** Reads what was written through this client, as an order that nothing overwrites. */
const withoutLateWrites = (client: AttributeClient): AttributeClient => {
  const written: Record<string, JsonValue> = {};
  return {
    getOrder: async (...call) => ({ ...(await client.getOrder(...call)), attributes: { ...written } }),
    patchAttributes: async (...call) => {
      await client.patchAttributes(...call);
      Object.assign(written, call[1]);
    },
  };
};

test('the property fails for a writer that sees no late write', async () => {
  const { failed } = await fc.check(keepsNewestValues(withoutLateWrites), { seed, numRuns: 2_000 });
  expect(failed).toBe(true);
});

const keepsNewestInTabs = (isAnnounced?: boolean) =>
  fc.asyncProperty(
    checkoutInTabs,
    async (run) => (await brokenKeys(run, undefined, isAnnounced)).length === 0,
  );

test(`AT6: in ${runs} checkouts in two tabs each attribute has its newest value or is reported (FC_SEED=${seed})`, async () => {
  await fc.assert(keepsNewestInTabs(), { seed, numRuns: runs });
});

test('the property fails for tabs that hear nothing of each other', async () => {
  const { failed } = await fc.check(keepsNewestInTabs(false), { seed, numRuns: 2_000 });
  expect(failed).toBe(true);
});
