import { createOrderClient } from '@norce-kit/core';
import { ConsentCheckbox, OrderProvider, useConsentGate, useOrderConsent } from '@norce-kit/react';
import type { ConsentCheckboxProps } from '@norce-kit/react';
import { createRenderWithOrder } from '@norce-kit/sandbox/testing';
import type { ReactElement } from 'react';

// A package of a shop, whose declarations name the types of the kit.
export * from '@norce-kit/react';
export const Gift = (props: Omit<ConsentCheckboxProps, 'consentId'>) => (
  <ConsentCheckbox {...props} consentId="ci_gift" />
);
export const useGift = () => ({ ...useOrderConsent('ci_gift'), ...useConsentGate() });
export const renderWithOrder = createRenderWithOrder({
  render: (ui: ReactElement) => ({ ui }),
  wrap: (ui: ReactElement, { baseUrl, fetch, orderId }) => (
    <OrderProvider client={createOrderClient({ baseUrl, fetch })} orderId={orderId}>
      {ui}
    </OrderProvider>
  ),
});
