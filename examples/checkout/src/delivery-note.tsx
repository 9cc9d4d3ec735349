import { useOrder, usePatchAttributes } from '@norce-kit/react';
import { useId } from 'react';
import type { FocusEvent, ReactElement } from 'react';

/** A field of the shop's own, kept in the order's attributes. */
export function DeliveryNote(): ReactElement | null {
  const { data: order } = useOrder();
  const { mutate, isPending, isSuccess, isError } = usePatchAttributes();
  const id = useId();
  if (order === undefined) return null;
  const saved = order.attributes?.['deliveryNote'] ?? '';

  const onBlur = (event: FocusEvent<HTMLTextAreaElement>) => {
    const deliveryNote = event.currentTarget.value.trim();
    if (deliveryNote !== saved) mutate({ deliveryNote });
  };

  return (
    <div className="field">
      <label htmlFor={id}>Note for the delivery (optional)</label>
      <textarea
        id={id}
        rows={2}
        maxLength={200}
        defaultValue={typeof saved === 'string' ? saved : ''}
        onBlur={onBlur}
        aria-describedby={`${id}status`}
      />
      <p id={`${id}status`} role="status" className={isError ? 'is-error' : undefined}>
        {isPending && 'Saving …'}
        {isSuccess && 'Saved'}
        {isError && 'The note was not saved. Change it to try again.'}
      </p>
    </div>
  );
}
