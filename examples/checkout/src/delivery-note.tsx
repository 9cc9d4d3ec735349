import { useOrder, usePatchAttributes } from '@norce-kit/react';
import { useId } from 'react';
import type { ReactElement } from 'react';

/** A field of the shop, saved to the order's attributes while the shopper types. */
export function DeliveryNote(): ReactElement | null {
  const { data: order } = useOrder();
  const { mutate, isSuccess, isError } = usePatchAttributes<{ deliveryNote: string }>({ delay: 600 });
  const id = useId();
  if (order === undefined) return null;
  const saved = order.attributes?.['deliveryNote'];

  return (
    <div className="field">
      <label htmlFor={id}>Note for the delivery (optional)</label>
      <p id={`${id}status`} role="status" className={isError ? 'is-error' : undefined}>
        {isSuccess && 'Saved'}
        {isError && 'Not saved. Change the note to try again.'}
      </p>
      <textarea
        id={id}
        rows={2}
        maxLength={200}
        defaultValue={typeof saved === 'string' ? saved : ''}
        onChange={(event) => mutate({ deliveryNote: event.currentTarget.value })}
        aria-describedby={`${id}status`}
      />
    </div>
  );
}
