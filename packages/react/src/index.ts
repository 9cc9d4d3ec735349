export { OrderProvider } from './provider.tsx';
export { useConsentGate } from './hooks/use-consent-gate.ts';
export { useOrder } from './hooks/use-order.ts';
export { useOrderActivity } from './hooks/use-order-activity.ts';
export { useOrderConsent } from './hooks/use-order-consent.ts';
export { useOrderConsents } from './hooks/use-order-consents.ts';
export { usePatchAttributes } from './hooks/use-patch-attributes.ts';
export { useRegisterValidation } from './hooks/use-register-validation.ts';
export { useValidateOrder } from './hooks/use-validate-order.ts';
export { ConsentCheckbox } from './components/consent-checkbox.tsx';
export { ConsentErrorSummary } from './components/consent-error-summary.tsx';
export { ConsentFormFields } from './components/consent-form-fields.tsx';
export { ConsentGroup } from './components/consent-group.tsx';
export { ConsentPreferences } from './components/consent-preferences.tsx';
export { NewsletterConsent } from './components/newsletter-consent.tsx';
export { ObjectionConsent } from './components/objection-consent.tsx';
export { TermsConsent } from './components/terms-consent.tsx';
export { consentEvidence } from './order/evidence.ts';
export { orderQueryKey, orderQueryOptions } from './order/order-query.ts';
export {
  patchAttributesMutationOptions,
  patchConsentMutationOptions,
  registerValidationMutationOptions,
  validateOrderMutationOptions,
} from './order/mutation-options.ts';

export type { OrderProviderProps } from './provider.tsx';
export type { OrderEvent } from './client/events.ts';
export type { ConsentEvidenceOptions } from './order/evidence.ts';
export type { KnownWording, KnownWordings } from './order/known-wordings.ts';
export type { ConsentEvidence } from './order/evidence-of.ts';
export type { AttributeBlocker, ConsentBlocker, GateBlocker } from './order/blockers.ts';
export type { OrderQueryKey } from './order/order-query.ts';
export type {
  ConsentSubmitOptions,
  ConsentSubmitProps,
  GateCheck,
  UseConsentGateOptions,
  UseConsentGateResult,
} from './hooks/use-consent-gate.ts';
export type { UseOrderOptions } from './hooks/use-order.ts';
export type { OrderActivity, UseOrderActivityOptions } from './hooks/use-order-activity.ts';
export type {
  ConsentCheckboxBinding,
  OrderConsent,
  UseOrderConsentOptions,
  UseOrderConsentResult,
} from './hooks/use-order-consent.ts';
export type {
  ListedConsent,
  UseOrderConsentsOptions,
  UseOrderConsentsResult,
} from './hooks/use-order-consents.ts';
export type { UsePatchAttributesOptions, UsePatchAttributesResult } from './hooks/use-patch-attributes.ts';
export type {
  UseRegisterValidationOptions,
  UseRegisterValidationResult,
} from './hooks/use-register-validation.ts';
export type { UseValidateOrderOptions } from './hooks/use-validate-order.ts';
export type { ConsentCheckboxProps, ConsentKind } from './components/consent-checkbox.tsx';
export type { ConsentParts } from './components/parts/consent-parts.tsx';
export type { ConsentErrorSummaryProps } from './components/consent-error-summary.tsx';
export type { ConsentFormFieldsProps } from './components/consent-form-fields.tsx';
export type { ConsentGroupProps } from './components/consent-group.tsx';
export type { ConsentLink, ConsentPart } from './components/parts/box-view.ts';
export type { ConsentPreferencesProps } from './components/consent-preferences.tsx';
export type {
  NewsletterBoxProps,
  NewsletterChannel,
  NewsletterChannelConsent,
  NewsletterChannelsProps,
  NewsletterConsentComponent,
  NewsletterConsentProps,
  NewsletterListProps,
  ReadyChannel,
} from './components/newsletter-consent.tsx';
export type { ObjectionBoxProps, ObjectionConsentProps } from './components/objection-consent.tsx';
export type { TermsConsentProps } from './components/terms-consent.tsx';
export type { Locale, Messages, OwnMessages, PluralForms } from './texts/messages.ts';
