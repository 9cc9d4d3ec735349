'use client';

import { useEffect } from 'react';
import { useOrderConsent } from '../hooks/use-order-consent.ts';
import type { UseOrderConsentOptions } from '../hooks/use-order-consent.ts';
import { warnOnce } from '../warn-once.ts';

export interface PretickedWarningProps extends UseOrderConsentOptions {
  consentId: string;
}

/**
 * Tells a developer that an order brings a marketing consent ticked although nobody ticked it here: a pre-ticked box is no
 * consent (CJEU C-673/17). Rendered in development only. What the shopper ticked is remembered for as long as the tab
 * lives, so that a reload is not taken for a tick by the shop.
 */
export function PretickedWarning({ consentId, ...options }: PretickedWarningProps): null {
  const { confirmed, desired, checked } = useOrderConsent(consentId, options);
  useEffect(() => {
    const key = `norce-kit-answered-${options.orderId ?? ''}-${consentId}`;
    try {
      if (desired !== undefined) sessionStorage.setItem(key, String(checked));
      if (desired !== undefined || confirmed !== true || sessionStorage.getItem(key) !== null) return;
    } catch {
      return;
    }
    warnOnce(
      `the order brings the consent “${consentId}” ticked, but nobody ticked it in this tab. ` +
        'A pre-ticked box is no consent: create it with "checked": false.',
    );
  }, [checked, confirmed, consentId, desired, options.orderId]);
  return null;
}
