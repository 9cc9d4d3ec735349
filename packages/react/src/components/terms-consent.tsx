'use client';

import { forwardRef } from 'react';
import type { ForwardRefExoticComponent, RefAttributes } from 'react';
import { useMessages } from '../hooks/use-messages.ts';
import { enTerms } from '../texts/english.ts';
import { ConsentCheckbox } from './consent-checkbox.tsx';
import type { ConsentCheckboxProps } from './consent-checkbox.tsx';

interface TermsBaseProps extends Omit<ConsentCheckboxProps, 'kind'> {
  kind?: never;
}

interface WithTerms {
  /** Where the terms of purchase stand: an address of `https` or relative to the page. */
  termsUrl: string;
  /** Where the privacy policy stands. It is read, not accepted, and the ready wording says so. */
  privacyUrl?: string;
}

interface WithPrivacy {
  termsUrl?: string;
  privacyUrl: string;
}

/** With `termsUrl`, `privacyUrl` or both. */
export type TermsConsentProps = TermsBaseProps & (WithTerms | WithPrivacy);

/** The box by which the shopper accepts the terms, with the terms and the privacy policy beside it to read. */
export const TermsConsent: ForwardRefExoticComponent<TermsConsentProps & RefAttributes<HTMLInputElement>> =
  forwardRef(function TermsConsent({ termsUrl, privacyUrl, ...props }: TermsConsentProps, ref) {
    const { messages, originOf } = useMessages(enTerms);
    const words =
      termsUrl === undefined
        ? 'privacyLabel'
        : privacyUrl === undefined
          ? 'termsLabel'
          : 'termsAndPrivacyLabel';
    const { children, label = children } = props;
    const origin = label === undefined ? originOf(words) : {};
    const { lang = origin.lang, wordingVersion = origin.wordingVersion } = props;
    const ready = [
      ...(termsUrl === undefined ? [] : [{ href: termsUrl, text: messages.termsLink }]),
      ...(privacyUrl === undefined ? [] : [{ href: privacyUrl, text: messages.privacyLink }]),
    ];
    return (
      <ConsentCheckbox
        {...props}
        label={label === undefined ? messages[words] : label}
        lang={lang}
        wordingVersion={wordingVersion}
        ref={ref}
        kind="agreement"
        links={[...ready, ...(props.links ?? [])]}
      />
    );
  });
