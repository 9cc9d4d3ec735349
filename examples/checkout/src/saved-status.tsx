import type { ReactElement } from 'react';
import type { SavedFields } from './use-saved-fields.ts';

const words = { idle: '', saving: '', saved: 'Saved', 'not-saved': 'Not saved.' };
/** The first one of these that some fields have is the state of the step. */
const states = ['not-saved', 'saving', 'saved', 'idle'] as const;

/** Reports whether the fields of a step are saved. */
export function SavedStatus({ fields }: { fields: readonly SavedFields[] }): ReactElement {
  const state = states.find((one) => fields.some((some) => some.state === one)) ?? 'idle';
  return (
    <div className="saved-status" data-state={state}>
      <span role="status">{words[state]}</span>
      {state === 'not-saved' && (
        <button
          type="button"
          className="text-button"
          onClick={() => fields.find((some) => some.state === state)?.retry()}
        >
          Try again
        </button>
      )}
    </div>
  );
}
