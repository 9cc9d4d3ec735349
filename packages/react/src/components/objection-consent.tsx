'use client';

import { forwardRef } from 'react';
import type { ChangeEvent, ForwardRefExoticComponent, RefAttributes } from 'react';
import { useMessages } from '../hooks/use-messages.ts';
import { enObjection } from '../texts/english.ts';
import { ConsentCheckbox } from './consent-checkbox.tsx';
import type { ConsentCheckboxProps } from './consent-checkbox.tsx';
import { readyWords } from './parts/ready-words.tsx';

export interface ObjectionConsentProps extends Omit<
  ConsentCheckboxProps,
  'required' | 'kind' | 'onCheckedChange'
> {
  /**
   * The objection's own id on the order. There `checked: true` says that the shopper objects, so it must not be one that
   * anything reads as a consent.
   */
  consentId: string;
  /** Called before the answer is sent; `objects` is true for a tick. `preventDefault` on the event keeps it from being taken. */
  onObjectionChange?: (objects: boolean, event: ChangeEvent<HTMLInputElement>) => void;
  /** Saying nothing is an answer too. */
  required?: never;
  kind?: never;
  onCheckedChange?: never;
}

/**
 * The "no thanks" to offers by email that a shop may send to its customers without asking (soft opt-in: Directive
 * 2002/58/EC Article 13(2), in Sweden section 19 of the marketing act). A tick is an objection; an empty box allows
 * nothing beyond that law.
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
