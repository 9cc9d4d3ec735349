import { useValidateOrder } from '@norce-kit/react';

export function CheckButton() {
  const { mutate, data, isPending, isError } = useValidateOrder();
  const failures = data?.ok === false ? data.failures : [];

  return (
    <>
      <button type="button" onClick={() => mutate()}>
        Check the order
      </button>
      <div role="status">
        {isPending && <p>Checking the order …</p>}
        {isError && <p>The order could not be checked. Try again.</p>}
        {data?.ok === true && <p>The order can be placed.</p>}
        {failures.length > 0 && (
          <ul>
            {failures.map(({ code, message }, index) => (
              <li key={index}>{message ?? code}</li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}
