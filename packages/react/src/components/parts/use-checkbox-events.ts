'use client';

import { useMemo, useRef } from 'react';
import type { ChangeEvent, ComponentPropsWithoutRef, MouseEvent, Ref, RefCallback } from 'react';
import { checkStyles } from '../../dev/boxes.ts';
import { takeAnswer } from '../../hooks/checkbox-binding.ts';
import type { UseOrderConsentResult } from '../../hooks/use-order-consent.ts';
import { mergeRefs } from './merge-refs.ts';

export interface UseCheckboxEventsOptions {
  readonly setChecked: UseOrderConsentResult['setChecked'];
  /** The shop's handlers, which run first and may prevent ours. */
  readonly input: Pick<ComponentPropsWithoutRef<'input'>, 'onChange' | 'onClick'>;
  readonly isReadOnly: boolean;
  readonly onCheckedChange: ((checked: boolean, event: ChangeEvent<HTMLInputElement>) => void) | undefined;
}

export interface CheckboxEvents {
  readonly onChange: (event: ChangeEvent<HTMLInputElement>) => void;
  readonly onClick: (event: MouseEvent<HTMLInputElement>) => void;
  /** All refs of the checkbox as one. */
  readonly mergedRef: Ref<HTMLInputElement>;
}

/** Returns the handlers of a checkbox whose answers the shop may prevent, and its refs. */
export function useCheckboxEvents(
  options: UseCheckboxEventsOptions,
  box: Ref<HTMLInputElement>,
  checkboxRef: RefCallback<HTMLInputElement>,
  idRef: RefCallback<Element>,
  givenRef: Ref<HTMLInputElement>,
): CheckboxEvents {
  const { setChecked, input, isReadOnly, onCheckedChange } = options;
  /** Whether React fired `onChange` for the present click. */
  const isHandled = useRef(false);
  const mergedRef = useMemo(() => {
    const eventsRef = (element: HTMLInputElement | null) => {
      // React fires no `onChange` if the box renders during a click: an ancestor's `onClickCapture` may set state.
      const onNativeChange = (event: Event) => {
        // A handler that kept the click from React may have answered.
        if (event.isTrusted && !isHandled.current && !isReadOnly)
          takeAnswer(event.currentTarget as HTMLInputElement, setChecked);
        isHandled.current = false;
      };
      element?.addEventListener('change', onNativeChange);
      if (process.env.NODE_ENV !== 'production' && element) checkStyles(element);
      return () => element?.removeEventListener('change', onNativeChange);
    };
    // oxlint-disable-next-line react/refs -- called when React sets the refs
    return mergeRefs(box, checkboxRef, eventsRef, idRef, givenRef);
  }, [box, checkboxRef, givenRef, idRef, isReadOnly, setChecked]);
  return {
    mergedRef,
    onChange: (event) => {
      isHandled.current = true;
      // React fires this for the click itself, even if the click is prevented.
      if (isReadOnly) return;
      takeAnswer(event.currentTarget, (checked) => {
        try {
          input.onChange?.(event);
          onCheckedChange?.(checked, event);
        } finally {
          // React created this event before `onClick` ran, so only the native event has the result of `preventDefault` there.
          if (!event.nativeEvent.defaultPrevented) setChecked(checked);
        }
      });
    },
    onClick: (event) => {
      isHandled.current = false;
      input.onClick?.(event);
      // HTML has no read-only checkbox, and a disabled one can be neither focused nor read out.
      if (isReadOnly) event.preventDefault();
    },
  };
}
