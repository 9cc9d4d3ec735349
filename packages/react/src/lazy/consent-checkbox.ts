'use client';

import type { ForwardRefExoticComponent, RefAttributes } from 'react';
import type { ConsentCheckboxProps } from '../components/consent-checkbox.tsx';
import { createWholeBox } from './whole-box.tsx';

/**
 * Renders a consent of the order as a native checkbox, as `ConsentCheckbox` of `@norce-kit/react`.
 *
 * @example
 * <ConsentCheckbox consentId="ci_gift" label="Wrap it as a gift" description="Free of charge" />
 */
export const ConsentCheckbox: ForwardRefExoticComponent<
  ConsentCheckboxProps & RefAttributes<HTMLInputElement>
> = /* @__PURE__ */ createWholeBox<ConsentCheckboxProps>((props) => props);
