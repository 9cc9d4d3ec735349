'use client';

import { useLayoutEffect, useRef, useState } from 'react';
import type { ReactElement, RefObject } from 'react';
import type { UseOrderConsentResult } from '../../hooks/use-order-consent.ts';
import type { BoxMessages } from '../../texts/messages.ts';
import { withLabel } from './label-text.tsx';

export interface ConsentStatusProps {
  id: string;
  labelId: string;
  /** Takes the focus when the focused retry button unmounts. */
  box: RefObject<HTMLInputElement | null>;
  consent: UseOrderConsentResult;
  messages: BoxMessages;
  /** The wording of the consent, as plain text. */
  label: string;
  lang: string | undefined;
  isMissing: boolean;
  isLocked: boolean;
  isReadOnly: boolean;
  className: string;
  textClass: string;
  retryClass: string;
}

/** Renders the state of a save in a live region, which exists before its text changes. */
export function ConsentStatus(props: ConsentStatusProps): ReactElement {
  const { id, labelId, box, consent, messages, label, lang, className, textClass, retryClass } = props;
  const isChanged = useIsChangedElsewhere(consent);
  const key = messageFor(props, isChanged);
  const canRetry =
    (consent.isError || consent.isUnreadable) && !props.isLocked && consent.isOnOrder !== false;
  return (
    <div className={className}>
      <span id={id} role="status">
        {/* A new element for a new text: page translators replace the text nodes in it. */}
        {key !== undefined && (
          <span key={key} className={textClass}>
            {withLabel(messages[key], label, lang)}
          </span>
        )}
      </span>
      {canRetry && (
        <RetryButton
          id={`${id}retry`}
          labelId={labelId}
          box={box}
          className={retryClass}
          text={messages.retry}
          onClick={consent.retry}
        />
      )}
    </div>
  );
}

interface RetryButtonProps {
  id: string;
  labelId: string;
  box: RefObject<HTMLInputElement | null>;
  className: string;
  text: string;
  onClick: () => void;
}

function RetryButton({ id, labelId, box, className, text, onClick }: RetryButtonProps): ReactElement {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const { current } = button;
    const next = box.current;
    return () => {
      // The button is still in the DOM here; after its removal the focus would be at the top of the page.
      if (current?.matches(':focus') === true) next?.focus();
    };
  }, [box]);
  return (
    <button
      ref={button}
      id={id}
      type="button"
      className={className}
      aria-labelledby={`${id} ${labelId}`}
      onClick={onClick}
    >
      {text}
    </button>
  );
}

/** Whether the last change of the order's value came from another party than the shopper. */
function useIsChangedElsewhere({ confirmed, saveState, reset }: UseOrderConsentResult): boolean {
  const [last, setLast] = useState({ confirmed, saveState, reset, isChanged: false });
  // Values of another consent or another order are not comparable.
  const isSame = last.reset === reset;
  if (isSame && last.confirmed === confirmed && last.saveState === saveState) return last.isChanged;
  const isOther = last.confirmed !== undefined && confirmed !== undefined && last.confirmed !== confirmed;
  // An answer of the shopper ends as `saved` or `not-saved`; a value found by reading the order ends as `idle`.
  const isChanged = isSame && saveState === 'idle' && isOther;
  setLast({ confirmed, saveState, reset, isChanged });
  return isChanged;
}

function messageFor(
  { consent, isMissing, isLocked, isReadOnly }: ConsentStatusProps,
  isChanged: boolean,
): keyof BoxMessages | undefined {
  const { checked, desired, saveState, isOnOrder } = consent;
  if (isOnOrder === false) return 'gone';
  if (isLocked) return checked ? 'lockedTicked' : 'lockedUnticked';
  if (isMissing) return 'missing';
  if (saveState === 'not-saved') return checked ? 'notSavedTicked' : 'notSavedUnticked';
  if (saveState !== 'idle') return saveState;
  if (consent.isUnreadable) return 'unreadable';
  if (isChanged && desired === undefined) return checked ? 'changedTicked' : 'changedUnticked';
  return isReadOnly ? 'readOnly' : undefined;
}
