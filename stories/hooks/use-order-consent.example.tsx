import { useOrderConsent } from '@norce-kit/react';
import { useId } from 'react';

export function NewsletterChoice() {
  const consent = useOrderConsent('ci_newsletter');
  const { text, saveState, retry, canRetry, getCheckboxProps } = consent;
  const id = useId();
  const tryAgain = () => {
    retry();
    // The button goes, and would take the focus with it.
    document.getElementById(id)?.focus();
  };

  return (
    <div className="nk-consent" data-save-state={saveState}>
      <label className="nk-consent-row">
        <input {...getCheckboxProps()} id={id} className="nk-consent-box" aria-describedby={`${id}-status`} />
        <span className="nk-consent-label">{text}</span>
      </label>
      <p className="nk-consent-status">
        <span role="status" id={`${id}-status`}>
          {words[saveState]}
        </span>{' '}
        {canRetry && (
          <button type="button" onClick={tryAgain}>
            Try again: newsletter
          </button>
        )}
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
