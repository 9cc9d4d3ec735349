import type { ReactElement } from 'react';
import type { SavedFields } from './use-saved-fields.ts';

const words = { idle: '', saved: 'Saved', 'not-saved': 'Not saved.' };

/** Reports whether the fields of a step are saved. */
export function SavedStatus({ fields: { state, retry } }: { fields: SavedFields }): ReactElement {
  return (
    <div className="saved-status" data-state={state}>
      <span role="status">{words[state]}</span>
      {state === 'not-saved' && (
        <button type="button" className="text-button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}
