import {
  CommerceLayer,
  OrderContainer,
  PlaceOrderContainer,
  PrivacyAndTermsCheckbox,
} from '@commercelayer/react-components';

/** Its only checkbox is for the terms and keeps the tick in localStorage; there is none for a newsletter. */
export function Provider({ order, children }) {
  return (
    <CommerceLayer accessToken="token" endpoint="https://shop.invalid">
      <OrderContainer orderId={order.id}>
        <PlaceOrderContainer>{children}</PlaceOrderContainer>
      </OrderContainer>
    </CommerceLayer>
  );
}

export function Box({ consent }) {
  return (
    <label>
      <PrivacyAndTermsCheckbox /> {consent.text}
    </label>
  );
}
