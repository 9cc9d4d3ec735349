'use client';

import { forwardRef } from 'react';
import type { ForwardRefExoticComponent, RefAttributes } from 'react';
import { checkTerms } from '../dev/mistakes.ts';
import { useMessages } from '../hooks/use-messages.ts';
import { enTerms } from '../texts/english.ts';
import { ConsentCheckbox } from './consent-checkbox.tsx';
import type {
  BaseProps,
  CheckedChangeProps,
  InputProps,
  OwnDescriptionProps,
  ReadyWordingProps,
  Refused,
  RequirableProps,
} from './parts/checkbox-props.ts';

/** Props of the box. */
interface TermsBaseProps
  extends BaseProps, ReadyWordingProps, OwnDescriptionProps, CheckedChangeProps, RequirableProps, InputProps {
  /** Always `agreement`. */
  kind?: Refused<'terms are always of kind agreement'>;
}

/** A privacy policy, with or without terms of purchase. */
interface WithPrivacy {
  /** URL of the terms of purchase: `https` or relative to the page. */
  termsUrl?: string | undefined;
  /** URL of the privacy policy: `https` or relative. In the ready wording the shopper has read it, and accepts the terms only. */
  privacyUrl: string;
}

/** Terms of purchase, with or without a privacy policy. The last one, because compilers name it where both URLs are missing. */
interface WithTerms {
  /** URL of the terms of purchase: `https` or relative to the page. */
  termsUrl: string;
  /** URL of the privacy policy: `https` or relative. In the ready wording the shopper has read it, and accepts the terms only. */
  privacyUrl?: string | undefined;
}

/** Props of `TermsConsent`: `termsUrl`, `privacyUrl` or both, and those of `ConsentCheckbox` without `kind`. */
export type TermsConsentProps = TermsBaseProps & (WithPrivacy | WithTerms);

/**
 * Renders the box that accepts the terms of purchase, with links to the terms and the privacy policy. Every further prop
 * and `ref` go to the `input`.
 *
 * @example
 * <TermsConsent consentId="ci_terms" termsUrl="/terms" privacyUrl="/privacy" />
 */
export const TermsConsent: ForwardRefExoticComponent<TermsConsentProps & RefAttributes<HTMLInputElement>> =
  forwardRef(function TermsConsent({ termsUrl, privacyUrl, ...props }: TermsConsentProps, ref) {
    const { messages, originOf } = useMessages(enTerms);
    const words =
      privacyUrl === undefined
        ? 'termsLabel'
        : termsUrl === undefined
          ? 'privacyLabel'
          : 'termsAndPrivacyLabel';
    if (process.env.NODE_ENV !== 'production') checkTerms(props.consentId, termsUrl, privacyUrl);
    const { children, label = children } = props;
    const origin = label === undefined ? originOf(words) : undefined;
    const { lang = origin?.lang, wordingVersion = origin?.wordingVersion } = props;
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
