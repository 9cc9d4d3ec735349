import { useOrderConsents } from '@norce-kit/react';

export function ConsentList() {
  const { consents = [], open, setMany } = useOrderConsents();
  const optional = consents.filter(({ required }) => !required);
  const withdraw = () => setMany(optional.map(({ id }) => ({ id, checked: false })));

  return (
    <section aria-label="Your choices">
      <dl>
        {consents.map(({ id, text, required, checked, saveState }) => (
          <div key={id}>
            <dt>
              {text} {required && '(required)'}
            </dt>
            <dd>
              {checked ? 'Yes' : 'No'}, {words[saveState]}
            </dd>
          </div>
        ))}
      </dl>
      <p role="status">
        {open.length === 0 ? 'Nothing that is required is missing.' : `Required and missing: ${open.length}`}
      </p>
      <button type="button" onClick={withdraw}>
        Withdraw all that is optional
      </button>
    </section>
  );
}

const words = {
  idle: 'as on the order',
  saving: 'saving …',
  saved: 'saved',
  waiting: 'waiting for a connection',
  'not-saved': 'not saved',
  unknown: 'not known whether it is saved',
};
