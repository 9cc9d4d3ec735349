import { useOrder, usePatchAttributes } from '@norce-kit/react';

interface ShopAttributes {
  giftMessage: string;
}

export function GiftMessage() {
  const { data: order } = useOrder();
  const saved = order?.attributes?.['giftMessage'];
  const { mutate, isSuccess, isError } = usePatchAttributes<ShopAttributes>({ delay: 400 });

  return (
    <p>
      <label>
        Words for the card{' '}
        <input
          defaultValue={typeof saved === 'string' ? saved : ''}
          onChange={(event) => mutate({ giftMessage: event.currentTarget.value })}
        />
      </label>{' '}
      <span role="status">
        {isSuccess && 'Saved'}
        {isError && 'Not saved. Change it to try again.'}
      </span>
    </p>
  );
}
