import { useOrder, usePatchAttributes } from '@norce-kit/react';
import { useId } from 'react';

interface ShopAttributes {
  giftMessage: string;
}

export function GiftMessage() {
  const { data: order } = useOrder();
  const stored = order?.attributes?.['giftMessage'];
  const { mutate, retry, isPending, isSuccess, failedKeys } = usePatchAttributes<ShopAttributes>({
    delay: 400,
  });
  const isFailed = failedKeys.includes('giftMessage');
  const id = useId();
  const saveAgain = () => {
    retry();
    // The button goes, and would take the focus with it.
    document.getElementById(id)?.focus();
  };

  return (
    <>
      <label htmlFor={id}>Words for the card</label>
      <input
        id={id}
        aria-describedby={`${id}-status`}
        defaultValue={typeof stored === 'string' ? stored : ''}
        onChange={(event) => mutate({ giftMessage: event.currentTarget.value })}
      />
      <p>
        <span role="status" id={`${id}-status`}>
          {isPending && 'Saving …'}
          {isSuccess && 'Saved'}
          {isFailed && 'Not saved.'}
        </span>{' '}
        {isFailed && (
          <button type="button" onClick={saveAgain}>
            Save again
          </button>
        )}
      </p>
    </>
  );
}
