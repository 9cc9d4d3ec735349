import { useIsMutating, useMutation, useQuery } from '@tanstack/react-query';
import { createContext, useContext, useId, useState } from 'react';

/**
 * Replaces the kit in `examples/checkout`: the same names, each with the least code that works on fetch and react-query.
 * It keeps none of the kit's promises.
 */
const OrderId = createContext('');

export const createOrderClient = () => undefined;

export const OrderProvider = ({ orderId, children }) => <OrderId value={orderId}>{children}</OrderId>;

const pathOf = (orderId) => `/api/norce/api/v0/checkout/orders/${orderId}`;

async function patch(path, body) {
  const response = await fetch(path, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${response.status}`);
}

export function useOrder() {
  const orderId = useContext(OrderId);
  return useQuery({
    queryKey: ['order', orderId],
    queryFn: async () => (await fetch(pathOf(orderId))).json(),
  });
}

export function usePatchAttributes() {
  const path = `${pathOf(useContext(OrderId))}/attributes`;
  const mutation = useMutation({ mutationFn: (values) => patch(path, values) });
  return { ...mutation, failedKeys: [], retry: () => undefined };
}

export const useOrderActivity = () => ({ isWriting: useIsMutating() > 0 });

export const useConsentGate = () => ({
  isGoingOn: false,
  check: async () => ({ ok: true }),
  getSubmitProps: ({ onReady }) => ({ onClick: onReady }),
});

export const ConsentErrorSummary = () => null;

export function ConsentCheckbox({ id, consentId, label, description }) {
  const { data: order } = useOrder();
  const consent = order?.consents?.find((one) => one.id === consentId);
  const [answer, setAnswer] = useState();
  const path = `${pathOf(useContext(OrderId))}/consents/${consentId}`;
  const { mutate } = useMutation({
    mutationFn: (checked) => patch(path, { checked }),
    onError: () => setAnswer(undefined),
  });
  const generated = useId();
  const save = (checked) => {
    setAnswer(checked);
    mutate(checked);
  };
  return (
    <div>
      <input
        id={id ?? generated}
        type="checkbox"
        checked={answer ?? consent?.checked ?? false}
        onChange={(event) => save(event.target.checked)}
      />
      <label htmlFor={id ?? generated}>{label ?? consent?.text}</label>
      {description}
    </div>
  );
}

export const NewsletterConsent = (props) => (
  <ConsentCheckbox
    label="Yes, send me the newsletter"
    description="You can stop it at any time."
    {...props}
  />
);

export const TermsConsent = ({ termsUrl, ...props }) => (
  <ConsentCheckbox
    label="I accept the terms of purchase"
    description={<a href={termsUrl}>Terms of purchase</a>}
    {...props}
  />
);

export function ConsentPreferences({ renderConsent }) {
  const { data: order } = useOrder();
  return order?.consents?.map((consent) => renderConsent(consent));
}
