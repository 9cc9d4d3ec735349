import { expect, test } from 'vitest';

const names = (entry: object) => Object.keys(entry).sort();

// Change this list first when the public API changes. The entry points of core are listed in its own tests.

test('the entry points of @norce-kit/react', async () => {
  expect(names(await import('@norce-kit/react'))).toEqual([
    'ConsentCheckbox',
    'ConsentErrorSummary',
    'ConsentFormFields',
    'ConsentGroup',
    'ConsentPreferences',
    'NewsletterConsent',
    'ObjectionConsent',
    'OrderProvider',
    'TermsConsent',
    'consentEvidence',
    'orderQueryKey',
    'orderQueryOptions',
    'patchAttributesMutationOptions',
    'patchConsentMutationOptions',
    'registerValidationMutationOptions',
    'useConsentGate',
    'useOrder',
    'useOrderActivity',
    'useOrderConsent',
    'useOrderConsents',
    'usePatchAttributes',
    'useRegisterValidation',
    'useValidateOrder',
    'validateOrderMutationOptions',
  ]);
  expect(names(await import('@norce-kit/react/history'))).toEqual(['ConsentHistory']);
  expect(names(await import('@norce-kit/react/lazy'))).toEqual([
    'ConsentCheckbox',
    'NewsletterConsent',
    'OrderProvider',
    'TermsConsent',
    'createOrderClient',
  ]);
  expect(names(await import('@norce-kit/react/lazy/evidence'))).toEqual(['consentEvidence']);
  expect(names(await import('@norce-kit/react/lazy/gate'))).toEqual(['useConsentGate']);
  expect(names(await import('@norce-kit/react/lazy/newsletter'))).toEqual(['NewsletterConsent']);
});

test('the entry points of @norce-kit/server', async () => {
  expect(names(await import('@norce-kit/server'))).toEqual([
    'createOrderHandler',
    'hashConsentAnswer',
    'orderCookie',
  ]);
  expect(names(await import('@norce-kit/server/delivery'))).toEqual([
    'RejectedAnswerError',
    'consentDeliverySql',
    'createConsentDelivery',
    'klaviyoDeliver',
    'memoryDeliveryStore',
    'pgBossStore',
  ]);
  expect(names(await import('@norce-kit/server/node'))).toEqual(['toNodeListener', 'undiciTransport']);
  expect(names(await import('@norce-kit/server/postgres'))).toEqual(['consentTable', 'consentTableSql']);
  expect(names(await import('@norce-kit/server/rate-limit'))).toEqual(['createRateLimit']);
});

test('the entry points of @norce-kit/sandbox', async () => {
  expect(names(await import('@norce-kit/sandbox'))).toEqual(['createSandbox', 'seeds']);
  expect(names(await import('@norce-kit/sandbox/server'))).toEqual([
    'loadOpenApi',
    'readSeeds',
    'serveSandbox',
  ]);
  expect(names(await import('@norce-kit/sandbox/testing'))).toEqual(['createRenderWithOrder', 'setUpOrder']);
});
