import type { ComponentType, ReactElement, ReactNode, RefObject } from 'react';
import type { ConsentKind, UseOrderConsentResult } from '../../hooks/use-order-consent.ts';
import type { FormFieldProps } from '../../provider.tsx';
import type { BoxMessages, OutdatedMessages } from '../../texts/messages.ts';
import type { CheckboxProps } from './checkbox-props.ts';
import type { CheckboxEvents } from './use-checkbox-events.ts';
import { withClass } from './with-class.ts';

/** The parts of a box that can get a class of their own. */
export type ConsentPart =
  | 'row'
  | 'box'
  | 'label'
  | 'required'
  | 'description'
  | 'links'
  | 'link'
  | 'error'
  | 'status'
  | 'status-text'
  | 'retry';

/** A document to read before answering. */
export interface ConsentLink {
  /** URL, `https` or relative to the page; with any other one the text is shown without a link. */
  readonly href: string;
  /** Text of the link. */
  readonly text: string;
}

/** Everything the parts of one box are made of. */
export interface BoxView {
  readonly consentId: string;
  /** The prop; undefined for the order of the provider. */
  readonly orderId: string | undefined;
  readonly consent: UseOrderConsentResult;
  readonly events: CheckboxEvents;
  /** Takes the focus when the focused retry button unmounts. */
  readonly box: RefObject<HTMLInputElement | null>;
  readonly formField: ComponentType<FormFieldProps> | undefined;
  /** The shop's props of the checkbox. */
  readonly input: CheckboxProps;
  readonly messages: BoxMessages & OutdatedMessages;
  readonly content: ReactNode;
  /** The wording of the consent, as plain text. */
  readonly text: string;
  readonly description: ReactNode;
  readonly links: readonly ConsentLink[] | undefined;
  readonly lang: string | undefined;
  readonly id: string | undefined;
  /** Beginning of the ids of the parts. */
  readonly ownId: string;
  readonly classNames: Readonly<Partial<Record<ConsentPart, string | undefined>>> | undefined;
  readonly isRequired: boolean;
  readonly kind: ConsentKind;
  /** Whether a required tick was missing at the last attempt, and can be made. */
  readonly isMissing: boolean;
  readonly isLocked: boolean;
  readonly isReadOnly: boolean;
  /** Returns the state of the save. A member, because the starter of `@norce-kit/react/lazy` has the other parts only. */
  readonly useStatus: (view: BoxView) => ReactElement;
  /** Follows the parts. */
  readonly after: ReactNode;
}

// One string per part for all boxes: each box keeps the class it is given.
const ownClasses: Partial<Record<ConsentPart, string>> = {};

/** Returns the class of a part: ours, and the shop's. */
export function classOf(part: ConsentPart, { classNames }: BoxView): string {
  return withClass((ownClasses[part] ??= `nk-consent-${part}`), classNames?.[part]);
}
