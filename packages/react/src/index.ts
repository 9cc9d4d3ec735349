export { OrderProvider } from './provider.tsx';
export { useOrder } from './hooks/use-order.ts';
export { useOrderConsent } from './hooks/use-order-consent.ts';
export { usePatchAttributes } from './hooks/use-patch-attributes.ts';
export { useRegisterValidation } from './hooks/use-register-validation.ts';
export { ConsentCheckbox } from './components/consent-checkbox.tsx';
export { NewsletterConsent } from './components/newsletter-consent.tsx';
export {
  orderQueryKey,
  orderQueryOptions,
  patchAttributesMutationOptions,
  patchConsentMutationOptions,
  registerValidationMutationOptions,
} from './options.ts';

export type { OrderProviderProps } from './provider.tsx';
export type { UseOrderOptions } from './hooks/use-order.ts';
export type {
  ConsentCheckboxBinding,
  OrderConsent,
  UseOrderConsentOptions,
  UseOrderConsentResult,
} from './hooks/use-order-consent.ts';
export type { UsePatchAttributesOptions } from './hooks/use-patch-attributes.ts';
export type { UseRegisterValidationOptions } from './hooks/use-register-validation.ts';
export type { ConsentCheckboxProps } from './components/consent-checkbox.tsx';
export type { NewsletterConsentProps } from './components/newsletter-consent.tsx';
export type { AttributeValues, OrderQueryKey } from './options.ts';
export type { Messages } from './locales/en.ts';
