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

/** Every state of the design. A test checks that each has a story. */
export const boxStates = {
  empty: { name: 'Empty', meaning: 'No answer yet. A box never begins ticked.' },
  ticked: {
    name: 'Ticked',
    meaning: 'The order holds a yes.',
    order: { prepare: storedAnswer(true) },
  },
  required: {
    name: 'Required',
    meaning: 'The order cannot go on without a tick, and the label says so.',
    args: { consentId: 'ci_terms', label: 'I accept the terms of purchase' },
  },
  missing: {
    name: 'Missing',
    meaning: 'The shopper tried to go on without a required tick.',
    args: { consentId: 'ci_terms', label: 'I accept the terms of purchase' },
    order: { isAttempted: true },
  },
  saving: {
    name: 'Saving',
    meaning: 'The order has not answered for 400 ms. The box stays usable.',
    network: 'silent',
    order: { ...tick, isEndless: true },
  },
  saved: {
    name: 'Saved',
    meaning: 'The order holds the answer. The word fades for the eye and stays for the ear.',
    order: tick,
  },
  'not-saved': {
    name: 'Not saved',
    meaning: 'The box shows what the order holds, says so, and offers another try.',
    network: 'fails',
    order: tick,
  },
  'not-saved-ticked': {
    name: 'Not saved, still ticked',
    meaning: 'The shopper took a yes back, and the order does not know yet.',
    network: 'fails',
    order: { prepare: storedAnswer(true), answers: { ci_newsletter: false } },
  },
  unknown: {
    name: 'Unknown',
    meaning: 'The answer was lost on its way and could not be looked up.',
    network: 'gone',
    order: { ...tick, isEndless: true },
  },
  unreadable: {
    name: 'Order could not be read',
    meaning: 'Nobody knows what the order holds, so the box says that it may differ from it.',
    order: {
      isUnread: true,
      prepare: (sandbox) => sandbox.faults.add({ kind: 'status', status: 404, operation: 'getOrder' }),
    },
  },
  waiting: {
    name: 'Waiting for a connection',
    meaning: 'The device is offline. The answer is kept and goes out by itself.',
    network: 'offline',
    order: { ...tick, isEndless: true },
  },
  changed: {
    name: 'Changed by somebody else',
    meaning: 'Customer service changed the answer while the page was open.',
    order: {
      afterMount: (sandbox, orderId) => sandbox.orders.setChecked(orderId, 'ci_newsletter', true),
    },
  },
  'read-only': {
    name: 'Read-only',
    meaning: 'The answer shows and cannot be changed here. It can still be reached and read.',
    args: { readOnly: true },
    order: { prepare: storedAnswer(true) },
  },
  locked: {
    name: 'Order placed',
    meaning: 'The order was placed meanwhile, in another tab perhaps, and takes no more answers.',
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
