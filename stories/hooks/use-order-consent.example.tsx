import { useOrderConsent } from '@norce-kit/react';

export function NewsletterSwitch() {
  const { checked, saveState, retry, isError, getCheckboxProps } = useOrderConsent('ci_newsletter');

  return (
    <div>
      <label>
        <input {...getCheckboxProps()} /> Newsletter {checked ? 'on' : 'off'}
      </label>
      <p role="status">{words[saveState]}</p>
      {isError && <button onClick={retry}>Try again: newsletter</button>}
    </div>
  );
}

const words = {
  idle: '',
  saving: 'Saving …',
  saved: 'Saved',
  waiting: 'Waiting for a connection',
  'not-saved': 'Not saved',
  unknown: 'We do not know whether it was saved',
};
