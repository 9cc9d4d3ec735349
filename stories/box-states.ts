import { evidenceKey } from '@norce-kit/core';
import type { ConsentCheckboxProps } from '@norce-kit/react';
import type { Network } from '../.storybook/stage/network.ts';
import type { OrderParameters } from '../.storybook/stage/order-stage.ts';

/** A state of the consent box and the conditions that lead to it. */
export interface BoxState {
  readonly name: string;
  /** Shown in the gallery of states. */
  readonly meaning: string;
  readonly args?: Partial<ConsentCheckboxProps>;
  readonly network?: Network;
  readonly order?: OrderParameters;
}

const tick = { answers: { ci_newsletter: true } } as const;
const storedAnswer =
  (checked: boolean): NonNullable<OrderParameters['prepare']> =>
  (sandbox, orderId) =>
    sandbox.orders.setChecked(orderId, 'ci_newsletter', checked);

/** Makes the order hold a yes that was given to other words. */
export const outdatedAnswer =
  (consentId: string): NonNullable<OrderParameters['prepare']> =>
  (sandbox, orderId) => {
    const record = {
      consentId,
      checked: true,
      textHash: '0'.repeat(64),
      at: '2026-01-01T12:00:00.000Z',
      source: 'checkout',
      kit: '@norce-kit/react 0.0.0',
    };
    sandbox.orders.setChecked(orderId, consentId, true);
    sandbox.orders.update(orderId, { attributes: { [evidenceKey(consentId)]: [record] } });
  };

/** Every state of the design. A test checks that each has a story. */
export const boxStates = {
  empty: { name: 'Empty', meaning: 'No answer yet. A box never starts ticked.' },
  ticked: {
    name: 'Ticked',
    meaning: 'The answer on the order is yes.',
    order: { prepare: storedAnswer(true) },
  },
  required: {
    name: 'Required',
    meaning:
      'The order requires a tick. The mark is for the eye; screen readers read “required” from the box.',
    args: { consentId: 'ci_terms', label: 'I accept the terms of purchase' },
  },
  missing: {
    name: 'Missing',
    meaning: 'The shopper tried to place the order without a required tick.',
    args: { consentId: 'ci_terms', label: 'I accept the terms of purchase' },
    order: { isAttempted: true },
  },
  saving: {
    name: 'Saving',
    meaning: 'No response for 400 ms. The box stays usable.',
    network: 'silent',
    order: { ...tick, isEndless: true },
  },
  saved: {
    name: 'Saved',
    meaning: 'The answer is saved. The text is announced once, and fades.',
    order: tick,
  },
  'not-saved': {
    name: 'Not saved',
    meaning: 'The save failed. The box shows the answer on the order and offers a retry.',
    network: 'fails',
    order: tick,
  },
  'not-saved-ticked': {
    name: 'Not saved, still ticked',
    meaning: 'The shopper withdrew a yes, and the save failed.',
    network: 'fails',
    order: { prepare: storedAnswer(true), answers: { ci_newsletter: false } },
  },
  'not-saved-checkout': {
    name: 'Not saved, in a checkout',
    meaning: 'The save of an optional answer failed. The shopper may go on without it.',
    network: 'fails',
    order: { ...tick, hasGate: true },
  },
  'not-saved-ticked-checkout': {
    name: 'Still ticked, in a checkout',
    meaning: 'Withdrawing failed. The shopper may go on, and the button does not promise “without it”.',
    network: 'fails',
    order: { prepare: storedAnswer(true), answers: { ci_newsletter: false }, hasGate: true },
  },
  dropped: {
    name: 'Going on without it',
    meaning: 'The shopper goes on without the answer. The box shows what the order has.',
    network: 'fails',
    order: { ...tick, hasGate: true, goesOnWithout: 'ci_newsletter' },
  },
  'dropped-ticked': {
    name: 'Going on, still ticked',
    meaning: 'The shopper goes on although withdrawing failed.',
    network: 'fails',
    order: {
      prepare: storedAnswer(true),
      answers: { ci_newsletter: false },
      hasGate: true,
      goesOnWithout: 'ci_newsletter',
    },
  },
  unknown: {
    name: 'Unknown',
    meaning: 'The response was lost, and the order could not be read.',
    network: 'gone',
    order: { ...tick, isEndless: true },
  },
  unreadable: {
    name: 'Order could not be read',
    meaning: 'The answer on the order is unknown, so the box says that it may differ.',
    order: {
      isUnread: true,
      prepare: (sandbox) => sandbox.faults.add({ kind: 'status', status: 404, operation: 'getOrder' }),
    },
  },
  waiting: {
    name: 'Waiting for a connection',
    meaning: 'The device is offline. The answer is kept and sent when the connection is back.',
    network: 'offline',
    order: { ...tick, isEndless: true },
  },
  changed: {
    name: 'Changed elsewhere',
    meaning: 'Customer service changed the answer while the page was open.',
    order: {
      afterMount: (sandbox, orderId) => sandbox.orders.setChecked(orderId, 'ci_newsletter', true),
    },
  },
  outdated: {
    name: 'Words have changed',
    meaning: 'The answer was given to another text. The box shows it, and asks again.',
    order: { hasEvidence: true, prepare: outdatedAnswer('ci_newsletter') },
  },
  'read-only': {
    name: 'Read-only',
    meaning: 'The answer cannot be changed here. The box can still be focused and read.',
    args: { readOnly: true },
    order: { prepare: storedAnswer(true) },
  },
  locked: {
    name: 'Order placed',
    meaning: 'The order was placed, for example in another tab, and accepts no more answers.',
    order: {
      ...tick,
      prepare: (sandbox, orderId) => sandbox.orders.setStatus(orderId, 'completed'),
    },
  },
  gone: {
    name: 'Taken off the order',
    meaning: 'The consent was removed while the shopper answered.',
    order: {
      ...tick,
      afterMount: (sandbox, orderId) =>
        sandbox.orders.update(orderId, ({ consents }) => ({
          consents: consents.filter(({ id }) => id !== 'ci_newsletter'),
        })),
    },
  },
} as const satisfies Readonly<Record<string, BoxState>>;
