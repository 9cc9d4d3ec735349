import type { ChangeEvent, ComponentPropsWithoutRef, CSSProperties, ForwardedRef, ReactNode } from 'react';
import type { ConsentPart } from '../components/parts/box-view.ts';
import type { ConsentKind, UseOrderConsentResult } from '../hooks/use-order-consent.ts';
import type { StarterContext } from './page-state.ts';

/** The props of a box after those of its kind were added. */
export interface BoxProps extends ComponentPropsWithoutRef<'input'> {
  consentId: string;
  label: string;
  description?: ReactNode;
  kind: ConsentKind;
  wordingVersion?: string | undefined;
  onCheckedChange?: ((checked: boolean, event: ChangeEvent<HTMLInputElement>) => void) | undefined;
  style?: CSSProperties | undefined;
  classNames?: Readonly<Partial<Record<ConsentPart, string | undefined>>> | undefined;
}

/** The members that one box keeps until the engine is there. */
export interface BoxState {
  /** Whether the box is shown ticked. */
  checked?: boolean;
  /** The consent that the box had when a pointer was pressed on it, until its click. */
  pressed?: string | undefined;
  /** Takes an answer: the opposite of what the box shows. */
  answer?: ((input: HTMLInputElement) => void) | null;
  /** The consent of the engine, which code of the shop that kept an earlier one reaches through it. */
  consent?: UseOrderConsentResult;
}

export interface BoxView {
  readonly context: StarterContext;
  readonly own: BoxState;
  /** Id of `useId`. */
  readonly id: string;
  readonly props: BoxProps;
  readonly ref: ForwardedRef<HTMLInputElement>;
  /** The result of `watch`. */
  shown?: unknown;
}
