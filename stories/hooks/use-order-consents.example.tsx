import { useOrderConsents } from '@norce-kit/react';

export function ConsentList() {
  const { consents = [], open, setMany } = useOrderConsents();

  return (
    <>
      <ul>
        {consents.map(({ id, text, checked, saveState }) => (
          <li key={id}>
            {text}: {checked ? 'yes' : 'no'} ({saveState})
          </li>
        ))}
      </ul>
      <p role="status">{open.length === 0 ? 'All that is required is ticked.' : `${open.length} to go`}</p>
      <button onClick={() => setMany(consents.map(({ id }) => ({ id, checked: false })))}>
        Take all back
      </button>
    </>
  );
}
