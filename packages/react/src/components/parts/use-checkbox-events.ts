'use client';

import type { ChangeEvent, ComponentPropsWithoutRef, MouseEvent, RefObject } from 'react';

export interface UseCheckboxEventsOptions {
  /** Takes the answer of the shopper. */
  readonly answer: (event: ChangeEvent<HTMLInputElement>) => void;
  readonly box: RefObject<HTMLInputElement | null>;
  /** The shop's handlers, which run first and may prevent ours. */
  readonly input: Pick<ComponentPropsWithoutRef<'input'>, 'onChange' | 'onClick'>;
  readonly isReadOnly: boolean;
  readonly onCheckedChange: ((checked: boolean, event: ChangeEvent<HTMLInputElement>) => void) | undefined;
}

export interface CheckboxEvents {
  readonly onChange: (event: ChangeEvent<HTMLInputElement>) => void;
  readonly onClick: (event: MouseEvent<HTMLInputElement>) => void;
}

/** Returns the handlers of a checkbox whose answers the shop may prevent. */
export function useCheckboxEvents(options: UseCheckboxEventsOptions): CheckboxEvents {
  const { answer, box, input, isReadOnly, onCheckedChange } = options;
  const restore = () => {
    // After a prevented click the browser shows the state before the click, although the answer may have changed since.
    if (box.current !== null) box.current.checked = box.current.defaultChecked;
  };
  return {
    onChange: (event) => {
      // React fires this for the click itself, even if the click is prevented.
      if (isReadOnly) return;
      input.onChange?.(event);
      onCheckedChange?.(event.currentTarget.checked, event);
      // React created this event before `onClick` ran, so only the native event has the result of `preventDefault` there.
      if (event.nativeEvent.defaultPrevented) setTimeout(restore);
      else answer(event);
    },
    onClick: (event) => {
      input.onClick?.(event);
      // HTML has no read-only checkbox, and a disabled one can be neither focused nor read out.
      if (isReadOnly) event.preventDefault();
      if (event.defaultPrevented) setTimeout(restore);
    },
  };
}
