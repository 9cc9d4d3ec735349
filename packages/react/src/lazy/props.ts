import type { OrderClient } from '@norce-kit/core';
import type { NewsletterRefusals } from '../components/newsletter-consent.tsx';
import type {
  CheckedChangeProps,
  InputProps,
  PlainBoxProps,
  ReadyDescriptionProps,
  ReadyWordingProps,
  Refused,
} from '../components/parts/checkbox-props.ts';
import type { ConsentEvidence } from '../order/evidence-of.ts';
import type { ProviderBaseProps } from '../provider.tsx';
import type { LazyOrderClient } from './client.ts';

/** Props of the `OrderProvider` of `@norce-kit/react/lazy`. */
export interface LazyOrderProviderProps extends ProviderBaseProps {
  /**
   * Client of `createOrderClient` of this entry; that of `@norce-kit/core` where other pages use the same one. Create it
   * once, outside of components.
   */
  client: LazyOrderClient | OrderClient;
  /** Appends a record to the order's attributes for each confirmed answer: `consentEvidence()` of `@norce-kit/react/lazy/evidence`. */
  evidence?: LazyEvidence | undefined;
}

/** Evidence of consent whose code is loaded later. */
export interface LazyEvidence {
  /** Loads the evidence. */
  readonly load: () => Promise<ConsentEvidence>;
}

/** The props whose code would more than double what a page loads first. */
type FurtherProp = 'orderId' | 'id' | 'onChange' | 'children' | 'links' | 'render' | 'readOnly' | 'channels';

/** Props of the `NewsletterConsent` of `@norce-kit/react/lazy`: one box, with a label as text. */
export interface LazyNewsletterProps
  extends
    PlainBoxProps,
    ReadyWordingProps,
    ReadyDescriptionProps,
    CheckedChangeProps,
    NewsletterRefusals,
    Omit<InputProps, FurtherProp>,
    Partial<
      Record<
        FurtherProp,
        Refused<'NewsletterConsent of @norce-kit/react/lazy/newsletter has this prop, and the same name'>
      >
    > {
  /**
   * Wording of the consent, as text.
   * @default a ready text in the language of the provider
   */
  label?: string | undefined;
}
