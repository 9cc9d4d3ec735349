import { evidenceKey } from '@norce-kit/core';
import type { ConsentCheckboxProps } from '@norce-kit/react';
import type { Language } from '../.storybook/stage/languages.ts';
import type { Network } from '../.storybook/stage/network.ts';
import type { OrderParameters } from '../.storybook/stage/order-stage.ts';
import type { PseudoClasses } from '../.storybook/stage/pseudo-classes.ts';

/** A state of the consent box and the conditions that lead to it. */
export interface BoxState {
  readonly name: string;
  /** Shown in the gallery of states. */
  readonly meaning: string;
  /** Matches the element whose look changes, in this state. */
  readonly selector: string;
  /** The message that the box shows. */
  readonly message?: keyof Language['locale']['messages'];
  readonly pseudo?: PseudoClasses;
  readonly args?: Partial<ConsentCheckboxProps>;
  readonly network?: Network;
  readonly order?: OrderParameters;
}

const tick = { answers: { ci_newsletter: true } } as const;
const given = { given: { ci_newsletter: true } } as const;

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
  empty: {
    name: 'Empty',
    meaning: 'No answer yet. A box never starts ticked.',
    selector: '.nk-consent[data-state="unchecked"]',
  },
  hover: {
    name: 'Hover',
    meaning: 'The pointer is on the row. All of the row ticks the box.',
    selector: '.nk-consent-row:hover .nk-consent-box',
    pseudo: { hover: '.nk-consent-row' },
  },
  focus: {
    name: 'Focus',
    meaning: 'The keyboard focus is on the box.',
    selector: '.nk-consent-box:focus-visible',
    pseudo: { 'focus-visible': '.nk-consent-box' },
  },
  pressed: {
    name: 'Pressed',
    meaning: 'The pointer is pressed on the row. The answer changes on release.',
    selector: '.nk-consent-row:active .nk-consent-box',
    pseudo: { hover: '.nk-consent-row', active: '.nk-consent-row' },
  },
  disabled: {
    name: 'Disabled by the shop',
    meaning: 'The shop set `disabled`, for example until an address is filled in. The kit never does.',
    selector: '.nk-consent-box:disabled',
    args: { disabled: true },
  },
  ticked: {
    name: 'Ticked',
    meaning: 'The answer on the order is yes.',
    selector: '.nk-consent[data-state="checked"]',
    order: { ...given },
  },
  required: {
    name: 'Required',
    meaning:
      'The order requires a tick. The mark is for the eye; screen readers read “required” from the box.',
    selector: '.nk-consent[data-required]',
    message: 'required',
    args: { consentId: 'ci_terms', label: 'I accept the terms of purchase' },
  },
  missing: {
    name: 'Missing',
    meaning: 'The shopper tried to place the order without a required tick.',
    selector: '.nk-consent[data-invalid]',
    message: 'missing',
    args: { consentId: 'ci_terms', label: 'I accept the terms of purchase' },
    order: { isAttempted: true },
  },
  saving: {
    name: 'Saving',
    meaning: 'No response for 400 ms. The box stays usable.',
    selector: '.nk-consent[data-save-state="saving"]',
    message: 'saving',
    network: 'silent',
    order: { ...tick, isEndless: true },
  },
  saved: {
    name: 'Saved',
    meaning: 'The answer is saved. The text is announced once, and fades.',
    selector: '.nk-consent[data-save-state="saved"]',
    message: 'saved',
    order: { ...tick, isEndless: true },
  },
  'not-saved': {
    name: 'Not saved',
    meaning: 'The save failed. The box shows the answer on the order and offers a retry.',
    selector: '.nk-consent[data-save-state="not-saved"]',
    message: 'notSavedUnticked',
    network: 'fails',
    order: tick,
  },
  'not-saved-ticked': {
    name: 'Not saved, still ticked',
    meaning: 'The shopper withdrew a yes, and the save failed.',
    selector: '.nk-consent[data-save-state="not-saved"][data-state="checked"]',
    message: 'notSavedTicked',
    network: 'fails',
    order: { ...given, answers: { ci_newsletter: false } },
  },
  'not-saved-checkout': {
    name: 'Not saved, in a checkout',
    meaning: 'The save of an optional answer failed. The shopper may go on without it.',
    selector: '.nk-consent[data-save-state="not-saved"] .nk-consent-retry + .nk-consent-retry',
    message: 'goOnWithout',
    network: 'fails',
    order: { ...tick, hasGate: true },
  },
  'not-saved-ticked-checkout': {
    name: 'Still ticked, in a checkout',
    meaning: 'Withdrawing failed. The shopper may go on, and the button does not promise “without it”.',
    selector:
      '.nk-consent[data-save-state="not-saved"][data-state="checked"] .nk-consent-retry + .nk-consent-retry',
    message: 'goOnAnyway',
    network: 'fails',
    order: { ...given, answers: { ci_newsletter: false }, hasGate: true },
  },
  dropped: {
    name: 'Going on without it',
    meaning: 'The shopper goes on without the answer. The box shows what the order has.',
    selector: '.nk-consent[data-save-state="idle"] .nk-consent-status-text',
    message: 'droppedUnticked',
    network: 'fails',
    order: { ...tick, hasGate: true, goesOnWithout: 'ci_newsletter' },
  },
  'dropped-ticked': {
    name: 'Going on, still ticked',
    meaning: 'The shopper goes on although withdrawing failed.',
    selector: '.nk-consent[data-save-state="idle"][data-state="checked"] .nk-consent-status-text',
    message: 'droppedTicked',
    network: 'fails',
    order: {
      ...given,
      answers: { ci_newsletter: false },
      hasGate: true,
      goesOnWithout: 'ci_newsletter',
    },
  },
  unknown: {
    name: 'Unknown',
    meaning: 'The response was lost, and the order could not be read.',
    selector: '.nk-consent[data-save-state="unknown"]',
    message: 'unknown',
    network: 'gone',
    order: { ...tick, isEndless: true },
  },
  unreadable: {
    name: 'Order could not be read',
    meaning: 'The answer on the order is unknown, so the box says that it may differ.',
    selector: '.nk-consent[data-unreadable]',
    message: 'unreadable',
    order: {
      isUnread: true,
      prepare: (sandbox) => sandbox.faults.add({ kind: 'status', status: 403, operation: 'getOrder' }),
    },
  },
  waiting: {
    name: 'Waiting for a connection',
    meaning: 'The device is offline. The answer is kept and sent when the connection is back.',
    selector: '.nk-consent[data-save-state="waiting"]',
    message: 'waiting',
    network: 'offline',
    order: { ...tick, isEndless: true },
  },
  changed: {
    name: 'Changed elsewhere',
    meaning: 'Customer service changed the answer while the page was open.',
    selector: '.nk-consent[data-save-state="idle"] .nk-consent-status-text',
    message: 'changedTicked',
    order: {
      afterMount: (sandbox, orderId) => sandbox.orders.setChecked(orderId, 'ci_newsletter', true),
    },
  },
  outdated: {
    name: 'Words have changed',
    meaning: 'The answer was given to another text. The box shows it, and asks again.',
    selector: '.nk-consent[data-state="checked"] .nk-consent-status-text',
    message: 'outdated',
    order: { hasEvidence: true, prepare: outdatedAnswer('ci_newsletter') },
  },
  'read-only': {
    name: 'Read-only',
    meaning: 'The answer cannot be changed here. The box can still be focused and read.',
    selector: '.nk-consent[data-read-only]',
    message: 'readOnly',
    args: { readOnly: true },
    order: { ...given },
  },
  locked: {
    name: 'Order placed',
    meaning: 'The order was placed, for example in another tab, and accepts no more answers.',
    selector: '.nk-consent[data-read-only][data-save-state="not-saved"]',
    message: 'lockedUnticked',
    order: {
      ...tick,
      prepare: (sandbox, orderId) => sandbox.orders.setStatus(orderId, 'completed'),
    },
  },
  gone: {
    name: 'Taken off the order',
    meaning: 'The consent was removed while the shopper answered.',
    selector: '.nk-consent[data-read-only][data-save-state="not-saved"]',
    message: 'gone',
    order: {
      ...tick,
      afterMount: (sandbox, orderId) =>
        sandbox.orders.update(orderId, ({ consents }) => ({
          consents: consents.filter(({ id }) => id !== 'ci_newsletter'),
        })),
    },
  },
} as const satisfies Readonly<Record<string, BoxState>>;
