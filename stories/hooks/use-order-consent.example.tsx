import { useOrderConsent } from '@norce-kit/react';
import { useId } from 'react';

export function NewsletterChoice() {
  const consent = useOrderConsent('ci_newsletter');
  const { text, saveState, retry, canRetry, getCheckboxProps } = consent;
  const statusId = useId();

  return (
    <div className="nk-consent" data-save-state={saveState}>
      <label className="nk-consent-row">
        <input {...getCheckboxProps()} className="nk-consent-box" aria-describedby={statusId} />
        <span className="nk-consent-label">{text}</span>
      </label>
      <p className="nk-consent-status">
        <span role="status" id={statusId}>
          {words[saveState]}
        </span>{' '}
        {canRetry && <button onClick={retry}>Try again: newsletter</button>}
      </p>
    </div>
  );
}

const words = {
  idle: '',
  saving: 'Saving …',
  saved: 'Saved',
  waiting: 'No connection. Your answer is saved when you are online again.',
  'not-saved': 'Not saved. The box shows the value on your order.',
  unknown: 'We do not know whether this was saved.',
};
