import { useValidateOrder } from '@norce-kit/react';

export function CheckButton() {
  const { mutate, data, isPending, isError } = useValidateOrder();

  return (
    <>
      <button onClick={() => mutate()}>Check the order</button>
      <p role="status">
        {isPending && 'Checking the order …'}
        {isError && 'The order could not be checked.'}
        {data?.ok === true && 'Nothing stands in the way.'}
        {data?.ok === false && data.failures.map(({ message }) => message).join(' ')}
      </p>
    </>
  );
}
