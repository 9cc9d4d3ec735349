'use client';

import type { ReactElement } from 'react';
import { useMessages } from '../hooks/use-messages.ts';
import type { UseOrderConsentResult } from '../hooks/use-order-consent.ts';
import type { Messages } from '../locales/en.ts';

export interface ConsentStatusProps {
  id: string;
  consent: UseOrderConsentResult;
  /** The wording of the consent, as plain text. */
  label: string;
}

/** Says how the save of an answer stands, in a live region that is there before it speaks. */
export function ConsentStatus({ id, consent, label }: ConsentStatusProps): ReactElement {
  const messages = useMessages();
  const text = consent.isMissing ? messages.missing : statusText(messages, consent, label);
  return (
    <div className="nk-consent-status">
      <span id={id} role="status">
        {text !== undefined && <span className="nk-consent-status-text">{text}</span>}
      </span>
      {consent.isError && (
        <button type="button" className="nk-consent-retry" onClick={consent.retry} aria-describedby={id}>
          {messages.retry}
        </button>
      )}
    </div>
  );
}

function statusText(messages: Messages, consent: UseOrderConsentResult, label: string): string | undefined {
  switch (consent.saveState) {
    case 'idle':
      return undefined;
    case 'saving':
      return messages.saving;
    case 'saved':
      return messages.saved;
    case 'waiting':
      return messages.waiting;
    case 'unknown':
      return messages.unknown.replace('{label}', () => label);
    case 'not-saved':
      return (consent.checked ? messages.notSavedTicked : messages.notSavedUnticked).replace(
        '{label}',
        () => label,
      );
  }
}
