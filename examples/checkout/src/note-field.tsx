import { useId } from 'react';
import type { ReactElement } from 'react';

export interface NoteFieldProps {
  defaultValue: string;
  onSave: (value: string) => void;
}

export function NoteField({ defaultValue, onSave }: NoteFieldProps): ReactElement {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>
        Note for the delivery <span className="soft">(optional)</span>
      </label>
      <textarea
        id={id}
        rows={2}
        maxLength={200}
        defaultValue={defaultValue}
        onChange={(event) => onSave(event.currentTarget.value)}
      />
    </div>
  );
}
