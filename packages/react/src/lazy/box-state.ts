import type { ChangeEvent, ComponentPropsWithoutRef, CSSProperties, ForwardedRef, ReactNode } from 'react';
import type { ConsentPart } from '../components/parts/box-view.ts';
import type { UseOrderConsentResult } from '../hooks/use-order-consent.ts';
import { loadEngine } from './load-engine.ts';
import type { StarterContext } from './page-state.ts';

/** The props of a box after those of its kind were added. */
export interface BoxProps extends ComponentPropsWithoutRef<'input'> {
  consentId: string;
  label: string;
  description?: ReactNode;
  kind: 'consent' | 'agreement' | 'objection';
  wordingVersion?: string | undefined;
  onCheckedChange?: ((checked: boolean, event: ChangeEvent<HTMLInputElement>) => void) | undefined;
  style?: CSSProperties | undefined;
  classNames?: Readonly<Partial<Record<ConsentPart, string>>> | undefined;
}

/** The members that one box keeps until the engine is there. */
export interface BoxState {
  /** Of the outermost element. */
  readonly ref: (element: HTMLElement | null) => void;
  checked?: boolean;
  /** Takes an answer: the opposite of what the box shows. */
  answer?: ((input: HTMLInputElement) => void) | undefined;
  /** Calls that wait for the engine. */
  calls?: ((consent: UseOrderConsentResult) => void)[];
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

export const createBoxState = (): BoxState => {
  const own: BoxState = {
    ref: (element) => {
      if (!element) return;
      // Missing in Safari before version 27.
      // React fires no `onChange` if the box renders during a click. Properties, because React may call this twice.
      element.onchange = (event) => {
        if (event.isTrusted) own.answer?.(event.target as HTMLInputElement);
      };
      ((self as Partial<Window>).requestIdleCallback ?? setTimeout)(loadEngine);
      const box = element.querySelector<HTMLInputElement>('.nk-consent-box');
      // A `render` of the shop may leave it out.
      if (!box) return;
      // Enter on a checkbox must not submit its form.
      box.onkeydown = (event) => event.key !== 'Enter';
      // Changed in the server's HTML: React keeps it and fires no event.
      if (box.checked !== own.checked) own.answer?.(box);
    },
  };
  return own;
};
