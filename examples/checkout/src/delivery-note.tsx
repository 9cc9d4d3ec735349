import { useOrder, usePatchAttributes } from '@norce-kit/react';
import { useId } from 'react';
import type { FocusEvent, ReactElement } from 'react';

/** A field of the shop's own, kept in the order's attributes. */
export function DeliveryNote(): ReactElement | null {
  const { data: order } = useOrder();
  const { mutate, reset, isPending, isSuccess, isError } = usePatchAttributes();
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
      <p id={`${id}status`} role="status" className={isError ? 'is-error' : undefined}>
        {isPending && 'Saving …'}
        {isSuccess && 'Saved'}
        {isError && 'Not saved. Leave the field once more to try again.'}
      </p>
      <textarea
        id={id}
        rows={2}
        maxLength={200}
        defaultValue={typeof saved === 'string' ? saved : ''}
        // What the last save came to says nothing about the words that are typed now.
        onChange={reset}
        onBlur={onBlur}
        aria-describedby={`${id}status`}
      />
    </div>
  );
}
