import { useLayoutEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import type { SavedFields } from './use-saved-fields.ts';

const words = { idle: '', saving: '', saved: 'Saved', 'left-out': 'Not saved.', 'not-saved': 'Not saved.' };
/** The first one of these that some fields have is the state of the step. */
const states = ['not-saved', 'left-out', 'saving', 'saved', 'idle'] as const;

interface SavedStatusProps {
  /** Title of the step: the focus may be in another one when a screen reader reads the status. */
  step: string;
  fields: readonly SavedFields[];
}

/** Reports whether the fields of a step are saved. */
export function SavedStatus({ step, fields }: SavedStatusProps): ReactElement {
  const state = states.find((one) => fields.some((some) => some.state === one)) ?? 'idle';
  const retry = () => {
    // One of them sends all failed values of the order.
    fields.find((some) => some.state === 'not-saved')?.retry();
    fields.filter((some) => some.state === 'left-out').forEach((some) => some.retry());
  };
  return (
    <div className="saved-status" data-state={state}>
      <span role="status">
        {words[state] !== '' && <span className="visually-hidden">{`${step}: `}</span>}
        {words[state]}
      </span>
      {(state === 'not-saved' || state === 'left-out') && <RetryButton step={step} onClick={retry} />}
    </div>
  );
}

function RetryButton({ step, onClick }: { step: string; onClick: () => void }): ReactElement {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const { current } = button;
    return () => {
      // After the removal of a focused button the next Tab would start at the top of the page.
      if (current?.matches(':focus') === true) current.closest('.step')?.querySelector('h2')?.focus();
    };
  }, []);
  return (
    <button
      ref={button}
      type="button"
      className="text-button"
      aria-label={`Try again: ${step}`}
      onClick={onClick}
    >
      Try again
    </button>
  );
}
