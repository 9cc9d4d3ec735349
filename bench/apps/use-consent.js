import { useMutation } from '@tanstack/react-query';
import ky from 'ky';
import { useState } from 'react';

/** A hand-written hook on the libraries that the kit uses. */
export function useConsent(order, consent) {
  const [checked, setChecked] = useState(consent.checked);
  const { mutate, isPending } = useMutation({
    mutationFn: (answer) =>
      ky.patch(`/api/norce/api/v0/checkout/orders/${order.id}/consents/${consent.id}`, {
        json: { checked: answer },
      }),
    onError: (_, answer) => setChecked(!answer),
  });
  const save = (answer) => {
    setChecked(answer);
    mutate(answer);
  };
  return { checked, isPending, save };
}
