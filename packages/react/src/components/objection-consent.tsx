'use client';

import { forwardRef } from 'react';
import type { ChangeEvent, ForwardRefExoticComponent, RefAttributes } from 'react';
import { useMessages } from '../hooks/use-messages.ts';
import { enObjection } from '../texts/english.ts';
import { ConsentCheckbox } from './consent-checkbox.tsx';
import type { InputProps, ReadyBoxProps, Refused, WithField } from './parts/checkbox-props.ts';
import { readyWords } from './parts/ready-words.tsx';

/** Props of `ObjectionConsent` without `required`. */
interface ObjectionBaseProps extends ReadyBoxProps {
  /**
   * Id of the objection on the order. `checked: true` means that the shopper objects, so no system may read it as a
   * consent.
   */
  consentId: string;
  /** Called before the answer is sent; `objects` is true for a tick. `preventDefault` on the event cancels the answer. */
  onObjectionChange?: ((objects: boolean, event: ChangeEvent<HTMLInputElement>) => void) | undefined;
  /** Always `objection`. */
  kind?: Refused<'an objection is always of kind objection'>;
  /** Use `onObjectionChange`. */
  onCheckedChange?: Refused<'a tick is a refusal: use onObjectionChange'>;
}

/** Why an objection has no `required`, for the error of the compiler. */
type NeverRequired = 'an objection is never a condition of an order';

/** Props of the box of `ObjectionConsent`. */
export interface ObjectionBoxProps extends ObjectionBaseProps, InputProps {
  /** An objection is never required. */
  required?: Refused<NeverRequired>;
}

/** Props of `ObjectionConsent`, with or without those that a form library adds. */
export type ObjectionConsentProps = ObjectionBoxProps | WithField<ObjectionBaseProps, NeverRequired>;

/**
 * Renders the box that refuses offers by email which a shop may send to its customers without asking (soft opt-in:
 * Directive 2002/58/EC Article 13(2), in Sweden section 19 of the Marketing Act). A tick is an objection; an empty box
 * allows nothing beyond that law.
 *
 * @example
 * <ObjectionConsent consentId="ci_no_offers" />
 */
export const ObjectionConsent: ForwardRefExoticComponent<
  ObjectionConsentProps & RefAttributes<HTMLInputElement>
> = forwardRef(function ObjectionConsent({ onObjectionChange, ...props }: ObjectionConsentProps, ref) {
  const texts = useMessages(enObjection);
  return (
    <ConsentCheckbox
      {...props}
      onCheckedChange={onObjectionChange}
      {...readyWords(props, texts, 'objectionLabel', 'objectionDescription')}
      ref={ref}
      kind="objection"
      required={false}
    />
  );
});
