'use client';

import { useEffect, useRef } from 'react';
import { useOrder } from '../../hooks/use-order.ts';
import { useOrderConsent } from '../../hooks/use-order-consent.ts';
import { warnOnce } from '../../dev.ts';

export interface PretickedWarningProps {
  consentId: string;
  orderId: string | undefined;
}

/**
 * Warns a developer of an order whose marketing consent is ticked without a tick in this tab: a pre-ticked box is no
 * consent (CJEU C-673/17). Rendered in development only. Session storage keeps the shopper's ticks, so a reload causes no
 * warning.
 */
export function PretickedWarning({ consentId, ...options }: PretickedWarningProps): null {
  const { confirmed, desired } = useOrderConsent(consentId, options);
  const orderId = useOrder(options).data?.id;
  const isAnswered = useRef(false);
  useEffect(() => {
    if (desired !== undefined) isAnswered.current = true;
    if (orderId === undefined) return;
    const key = `norce-kit-answered-${orderId}-${consentId}`;
    try {
      if (isAnswered.current) sessionStorage.setItem(key, '');
      if (confirmed !== true || sessionStorage.getItem(key) !== null) return;
    } catch {
      return;
    }
    warnOnce(
      `the order brings the consent “${consentId}” ticked, without a tick in this tab. ` +
        'A pre-ticked box is no consent: create it with "checked": false.',
    );
  }, [confirmed, consentId, desired, orderId]);
  return null;
}
