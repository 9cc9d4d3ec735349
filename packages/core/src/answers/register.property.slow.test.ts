import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assertInBudget } from '../../../../tests/in-budget.ts';
import { seed, setUpModels } from '../../test/model-clock.ts';
import { brokenPromises, checkoutProperty, places } from '../../test/shop-world.ts';
import type { CreateRegister } from '../../test/shop-world.ts';
import { kindOf, transitions } from '../../test/transitions.ts';
import { createRegister as createAnswers } from './register.ts';
import { transition } from './state.ts';

const { FC_RUNS } = process.env;
const runs = Number(FC_RUNS ?? 5_000);
/** Time limit of the runs; none when FC_RUNS is set. */
const seconds = FC_RUNS === undefined ? 120 : Infinity;

setUpModels();

/** Property: no checkout breaks a promise of the register. `which` selects promises by their text. */
const keepsPromises = (create: CreateRegister, which = /./) =>
  checkoutProperty(create, (world) => {
    const broken = brokenPromises(world).filter((text) => which.test(text));
    if (broken.length > 0) throw new Error(broken.join('\n'));
  });

const known = new Set(transitions.map(([, before, event, after]) => kindOf(before, event, after)));
/** Transitions of the runs below that the table does not list. */
const unlisted = new Set<string>();

/** The register, with its transitions compared with the table. */
const observed: CreateRegister = (client, options) =>
  createAnswers(client, {
    ...options,
    transition: (before, event) => {
      const after = transition(before, event);
      const kind = kindOf(before, event, after);
      if (!known.has(kind)) unlisted.add(kind);
      return after;
    },
  });

test(
  `RT15: in ${runs} checkouts every answer is on the order or the page shows that it is not (FC_SEED=${seed})`,
  { timeout: FC_RUNS === undefined ? 600_000 : 3_600_000 },
  async () => {
    await assertInBudget(keepsPromises(observed), { name: 'RT15, register', runs, seconds, seed });
  },
);

test('in these checkouts every transition is listed in the table', () => {
  expect([...unlisted]).toEqual([]);
});

/** The pattern of most tutorials: store the shown value and restore it when the write fails. */
const rollsBackFromSnapshots: CreateRegister = (client, options) => {
  const answers = createAnswers(client, options);
  const shown = new Map<string, boolean | undefined>();
  const get = (orderId: string, consentId: string) => {
    const answer = answers.get(orderId, consentId);
    const key = `${orderId}/${consentId}`;
    return shown.has(key) ? { ...answer, checked: shown.get(key) } : answer;
  };
  return {
    ...answers,
    get,
    set: (orderId, consentId, checked) => {
      const snapshot = get(orderId, consentId).checked;
      const key = `${orderId}/${consentId}`;
      shown.set(key, checked);
      const end = answers.set(orderId, consentId, checked);
      end.then(
        () => shown.delete(key),
        () => shown.set(key, snapshot),
      );
      return end;
    },
  };
};

const sendsEveryClick: CreateRegister = (client, options) => {
  const answers = createAnswers(client, options);
  return {
    ...answers,
    set: (orderId, consentId, checked) => {
      const { inFlight } = answers.get(orderId, consentId);
      if (inFlight !== undefined) client.patchConsent(orderId, consentId, checked).catch(() => undefined);
      return answers.set(orderId, consentId, checked);
    },
  };
};

/** Takes the known value for the one of the order. */
const dropsEqualAnswers: CreateRegister = (client, options) => {
  const answers = createAnswers(client, options);
  return {
    ...answers,
    set: (orderId, consentId, checked) => {
      const { confirmed, desired } = answers.get(orderId, consentId);
      const isEqual = desired === undefined && confirmed === checked;
      return isEqual ? Promise.resolve('saved') : answers.set(orderId, consentId, checked);
    },
  };
};

/** Sends waiting answers to the order that is on screen at that time. */
const closesOverTheWrongOrder: CreateRegister = (client, options) => {
  let onScreen = 'o1';
  const answers = createAnswers(
    { ...client, patchConsent: (_, ...rest) => client.patchConsent(onScreen, ...rest) },
    options,
  );
  return {
    ...answers,
    set: (orderId, ...rest) => {
      onScreen = orderId;
      return answers.set(orderId, ...rest);
    },
  };
};

/** Sends open answers when the page is left, and does not expect them to arrive after later ones. */
const forgetsWhatItSentOnLeaving: CreateRegister = (client, options) => {
  const answers = createAnswers(client, { ...options, onLeave: () => () => undefined });
  options.onLeave?.(() => {
    for (const { orderId, consentId } of places) {
      const { desired } = answers.get(orderId, consentId);
      if (desired !== undefined) void client.patchConsent(orderId, consentId, desired, { retry: 0 });
    }
  });
  return answers;
};

test.each([
  ['rolls back from snapshots', rollsBackFromSnapshots, /I1/],
  ['sends every click', sendsEveryClick, /I1|I4/],
  ['drops answers that equal the known value', dropsEqualAnswers, /I1/],
  ['closes over the wrong order', closesOverTheWrongOrder, /I3/],
  ['forgets what it sent when the page was left', forgetsWhatItSentOnLeaving, /I1/],
])('the property fails for a register that %s', async (_, create, which) => {
  const { failed, errorInstance } = await fc.check(keepsPromises(create, which), {
    seed,
    numRuns: 2_000,
    endOnFailure: true,
  });
  expect(failed).toBe(true);
  expect(String(errorInstance)).toMatch(which);
});
