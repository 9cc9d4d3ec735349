import type { ChangeEvent, RefCallback } from 'react';

export { takeAnswer } from '../order/boxes.ts';

/** Props of a native checkbox that shows the answer and takes a new one. */
export interface ConsentCheckboxBinding {
  /** Registers the checkbox with the gate, and takes over a tick that was made before hydration. */
  readonly ref: RefCallback<HTMLInputElement>;
  /** Always a checkbox. */
  readonly type: 'checkbox';
  /** The value the box shows. */
  readonly checked: boolean;
  /** Whether the order requires a tick. */
  readonly required: boolean;
  /** Keeps browsers from restoring a tick of an earlier visit, which the order need not hold. */
  readonly autoComplete: 'off';
  /**
   * Whether the shopper tried to go on without a required tick; undefined for an optional consent. Without `false` browsers
   * report a required box that is empty as invalid from the start.
   */
  readonly 'aria-invalid': boolean | undefined;
  /** Answers the consent with the state that the click gave to the checkbox, whatever handlers before it changed. */
  readonly onChange: (event: ChangeEvent<HTMLInputElement>) => void;
}
