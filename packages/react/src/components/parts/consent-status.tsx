'use client';

import { useLayoutEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { useGoOnOffer } from '../../hooks/use-go-on-offer.ts';
import type { UseOrderConsentResult } from '../../hooks/use-order-consent.ts';
import { classOf } from './box-view.ts';
import type { BoxView } from './box-view.ts';
import { toName, withLabel } from './label-text.tsx';

type MessageKey = keyof BoxView['messages'];

/**
 * Renders the error of a missing tick, and the state of a save in a live region, which exists before its text changes. The
 * error is not live: after a refused attempt the focus moves, and one announcement is enough.
 */
export function useStatus(view: BoxView): ReactElement {
  const { consent, messages, text, lang, ownId, isLocked, isMissing } = view;
  const key = messageFor(view, useChange(consent, ownId));
  const isApart = useIsApart(view, key);
  // A new element for a new text: page translators replace the text nodes in it.
  const statusText = key !== undefined && (
    <span key={key} className={classOf('status-text', view)}>
      {withLabel(messages[key], text, lang)}
    </span>
  );
  return (
    <div className={classOf('status', view)}>
      {isMissing && (
        <span className={classOf('error', view)} id={`${ownId}error`}>
          {messages.missing}
        </span>
      )}
      <span role="status">
        {isApart && (
          <bdi key={`${key} name`} className="nk-consent-name" lang={lang}>
            {`${toName(text)}: `}
          </bdi>
        )}
        {/* Outside of the description: it would still be read with the box after it faded. */}
        {key === 'saved' && statusText}
        <span id={`${ownId}status`}>{key !== 'saved' && statusText}</span>
      </span>
      {key === 'outdated' && (
        <StatusButton
          view={view}
          name="retry"
          text={messages.confirm}
          onClick={() => consent.setChecked(consent.checked)}
        />
      )}
      {consent.canRetry && (
        <StatusButton view={view} name="retry" text={messages.retry} onClick={consent.retry} />
      )}
      {consent.isError && !isLocked && consent.isOnOrder !== false && <GoOnButton view={view} />}
    </div>
  );
}

interface GoOnButtonProps {
  view: BoxView;
}

/** Offers to go on without the answer, where the page has a gate that does. */
function GoOnButton({ view }: GoOnButtonProps): ReactElement | null {
  const { consent, consentId, orderId, messages, kind, isRequired } = view;
  const isOffered = useGoOnOffer(orderId, consentId);
  if (!isOffered || kind === 'agreement' || isRequired || consent.isDropped) return null;
  // After an un-tick the order may have the tick.
  const text = consent.desired === true ? messages.goOnWithout : messages.goOnAnyway;
  return <StatusButton view={view} name="go-on" text={text} onClick={consent.goOnWithout} />;
}

interface StatusButtonProps extends GoOnButtonProps {
  name: 'retry' | 'go-on';
  text: string;
  onClick: () => void;
}

function StatusButton({ view, name, text, onClick }: StatusButtonProps): ReactElement {
  const { box, ownId } = view;
  const id = `${ownId}${name}`;
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
      className={classOf('retry', view)}
      aria-labelledby={`${id} ${ownId}label`}
      onClick={onClick}
    >
      {text}
    </button>
  );
}

/** Returns what `compute` returned when `inputs` changed last; `initial` before that. */
function useOnChange<const Inputs extends readonly unknown[], Value>(
  inputs: Inputs,
  initial: Value,
  compute: (before: Inputs) => Value,
): Value {
  const [last, setLast] = useState({ inputs, value: initial });
  if (inputs.every((input, index) => input === last.inputs[index])) return last.value;
  const value = compute(last.inputs);
  setLast({ inputs, value });
  return value;
}

/** Whether a message appeared while the focus was not in its box, so that an announcement must name the box. */
function useIsApart({ box, messages }: BoxView, key: MessageKey | undefined): boolean {
  // A message that is there from the start is not announced.
  return useOnChange(
    [key],
    false,
    () =>
      key !== undefined &&
      !messages[key].includes('{label}') &&
      box.current?.closest('.nk-consent')?.matches(':focus-within') !== true,
  );
}

/** How the value of the order changed last: with an answer that the shopper went on without, or by another party. */
type Change = 'late' | 'changed' | undefined;

/** Returns the last change of the order's value that was no answer under way. */
function useChange({ confirmed, saveState, isDropped }: UseOrderConsentResult, ownId: string): Change {
  return useOnChange(
    [ownId, confirmed, saveState, isDropped],
    undefined as Change,
    ([lastId, before, , wasDropped]) => {
      // Values of another consent or another order are not comparable; those beside other words are. An answer of the shopper
      // ends as `saved` or `not-saved`; a value found by reading the order ends as `idle`.
      if (lastId !== ownId || saveState !== 'idle') return undefined;
      if (before === undefined || confirmed === undefined || before === confirmed) return undefined;
      return wasDropped ? 'late' : 'changed';
    },
  );
}

function messageFor({ consent, isLocked, isReadOnly }: BoxView, change: Change): MessageKey | undefined {
  const { checked, desired, saveState, isOnOrder, isDropped, isOutdated, isPlaced } = consent;
  if (isOnOrder === false) return 'gone';
  if (isLocked) return checked ? 'lockedTicked' : 'lockedUnticked';
  // Also after a change: the value is then the shopper's own answer in another tab, which its record shows. One text, because
  // a live region is read as a whole.
  if (isOutdated && !isReadOnly) return 'outdated';
  if (saveState === 'not-saved') return checked ? 'notSavedTicked' : 'notSavedUnticked';
  if (saveState !== 'idle') return saveState;
  // Once the order is placed, the shopper has gone on.
  if (isDropped && !isPlaced) return checked ? 'droppedTicked' : 'droppedUnticked';
  if (consent.isUnreadable) return 'unreadable';
  if (change && desired === undefined) return `${change}${checked ? 'Ticked' : 'Unticked'}`;
  return isReadOnly ? 'readOnly' : undefined;
}
