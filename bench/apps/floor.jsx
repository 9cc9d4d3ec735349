import { useState } from 'react';

/** The floor: the least code that works, without any promise. All other apps are compared with it. */
export const Provider = ({ children }) => children;

export function Box({ order, consent }) {
  const [checked, setChecked] = useState(consent.checked);
  const [isSaving, setIsSaving] = useState(false);
  const save = async (answer) => {
    setChecked(answer);
    setIsSaving(true);
    const { ok } = await fetch(`/api/norce/api/v0/checkout/orders/${order.id}/consents/${consent.id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ checked: answer }),
    });
    if (!ok) setChecked(!answer);
    setIsSaving(false);
  };
  return (
    <label>
      <input
        type="checkbox"
        checked={checked}
        aria-busy={isSaving}
        onChange={(event) => save(event.target.checked)}
      />{' '}
      {consent.text}
    </label>
  );
}
