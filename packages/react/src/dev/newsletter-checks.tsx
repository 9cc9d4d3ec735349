'use client';

import { readEvidence } from '@norce-kit/core';
import { useEffect, useRef } from 'react';
import { useOrder } from '../hooks/use-order.ts';
import { useOrderConsent } from '../hooks/use-order-consent.ts';
import { warnOnce } from '../dev.ts';

export interface NewsletterChecksProps {
  readonly consentId: string;
  readonly orderId: string | undefined;
  /** Whether the shop passes `required`. */
  readonly isRequired: boolean;
}

/**
 * Warns a developer of a newsletter that is required or pre-ticked, which is no consent (GDPR Article 7(4), CJEU
 * C-673/17). Pre-ticked means: the first value that the page reads is a tick, this browser has not answered the consent of
 * this order, and the order has no evidence of an answer. Rendered in development only.
 */
export function NewsletterChecks({ consentId, orderId: own, isRequired }: NewsletterChecksProps): null {
  const { confirmed, desired, required } = useOrderConsent(consentId, { orderId: own });
  const { data: order } = useOrder({ orderId: own });
  const orderId = order?.id;
  // A host may have written null in place of the order.
  const hasEvidence = readEvidence(order ?? {}, consentId).length > 0;
  /** The first value of a consent, and whether it was answered here. */
  const page = useRef<{ key: string; first: boolean | undefined; isAnswered: boolean }>(undefined);
  useEffect(() => {
    if (isRequired) {
      warnOnce(`the newsletter “${consentId}” ignores \`required\`: it is never a condition of an order.`);
    }
    if (required) {
      warnOnce(
        `the order requires the newsletter “${consentId}”, so no order goes on without it. ` +
          'Create the consent with "required": false.',
      );
    }
  }, [consentId, isRequired, required]);
  useEffect(() => {
    if (orderId === undefined) return;
    const key = `norce-kit-answered-${orderId}-${consentId}`;
    if (page.current?.key !== key) page.current = { key, first: undefined, isAnswered: false };
    const known = page.current;
    known.first ??= confirmed;
    known.isAnswered ||= desired !== undefined;
    try {
      if (known.isAnswered) localStorage.setItem(key, '');
      if (known.first !== true || hasEvidence || localStorage.getItem(key) !== null) return;
    } catch {
      return;
    }
    warnOnce(
      `the order brings the consent “${consentId}” ticked, and has no evidence of an answer of the shopper. ` +
        'A pre-ticked box is no consent: create it with "checked": false.',
    );
  }, [confirmed, consentId, desired, hasEvidence, orderId]);
  return null;
}
