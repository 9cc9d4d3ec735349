import { useMutation } from '@tanstack/react-query';
import ky from 'ky';
import { useState } from 'react';

/** What one writes by hand on the libraries that the kit stands on. */
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
