'use client';

import { forwardRef } from 'react';
import type { ForwardRefExoticComponent, RefAttributes } from 'react';
import { useMessages } from '../hooks/use-messages.ts';
import { ConsentCheckbox } from './consent-checkbox.tsx';
import type { ConsentCheckboxProps } from './consent-checkbox.tsx';

export interface NewsletterConsentProps extends Omit<ConsentCheckboxProps, 'required'> {
  /** A newsletter is never a condition of an order: GDPR Article 7(4). */
  required?: never;
}

/** The newsletter box with ready wording. Never ticked by us and never required. */
export const NewsletterConsent: ForwardRefExoticComponent<
  NewsletterConsentProps & RefAttributes<HTMLInputElement>
> = forwardRef(function NewsletterConsent(props: NewsletterConsentProps, ref) {
  const messages = useMessages();
  return (
    <ConsentCheckbox
      label={messages.newsletterLabel}
      description={messages.newsletterDescription}
      {...props}
      ref={ref}
      required={false}
    />
  );
});
