'use client';

import type { ForwardRefExoticComponent, RefAttributes } from 'react';
import type { TermsConsentProps } from '../components/terms-consent.tsx';
import { checkTerms } from '../dev/mistakes.ts';
import { moreWordsOf } from './more-words.ts';
import { createWholeBox } from './whole-box.tsx';

/**
 * Renders the box that accepts the terms of purchase, as `TermsConsent` of `@norce-kit/react`.
 *
 * @example
 * <TermsConsent consentId="ci_terms" termsUrl="/terms" privacyUrl="/privacy" />
 */
export const TermsConsent: ForwardRefExoticComponent<TermsConsentProps & RefAttributes<HTMLInputElement>> =
  /* @__PURE__ */ createWholeBox<TermsConsentProps>(({ termsUrl, privacyUrl, ...props }, context) => {
    const { children, label = children, links = [] } = props;
    if (process.env.NODE_ENV !== 'production') checkTerms(props.consentId, termsUrl, privacyUrl);
    const [text, tag, version] =
      moreWordsOf(
        context,
        privacyUrl === undefined
          ? 'termsLabel'
          : termsUrl === undefined
            ? 'privacyLabel'
            : 'termsAndPrivacyLabel',
      ) ?? [];
    const [lang, wordingVersion] = label === undefined ? [tag, version] : [];
    const ready = ([href, key]: readonly [string | undefined, 'termsLink' | 'privacyLink']) =>
      href === undefined ? [] : [{ href, text: moreWordsOf(context, key)?.[0] ?? '' }];
    return {
      ...props,
      label: label === undefined ? text : label,
      lang: props.lang ?? lang,
      wordingVersion: props.wordingVersion ?? wordingVersion,
      kind: 'agreement',
      links: [...ready([termsUrl, 'termsLink']), ...ready([privacyUrl, 'privacyLink']), ...links],
    } as object as ReturnType<Parameters<typeof createWholeBox>[0]>;
  });
