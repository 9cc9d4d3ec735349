// The boxes with more code last: the order of the modules changes how well the starter compresses.
export { createOrderClient } from './lazy/client.ts';
export { NewsletterConsent } from './lazy/newsletter-consent.tsx';
export { OrderProvider } from './lazy/starter.tsx';
export { ConsentCheckbox } from './lazy/consent-checkbox.ts';
export { TermsConsent } from './lazy/terms-consent.ts';

export type { LazyOrderClient } from './lazy/client.ts';
export type { ConsentCheckboxProps, ConsentKind } from './components/consent-checkbox.tsx';
export type { ConsentLink, ConsentPart } from './components/parts/box-view.ts';
export type { ConsentParts } from './components/parts/consent-parts.tsx';
export type { TermsConsentProps } from './components/terms-consent.tsx';
export type { LazyEvidence, LazyNewsletterProps, LazyOrderProviderProps } from './lazy/props.ts';
