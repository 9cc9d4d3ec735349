import { useId, useState } from 'react';
import type { ComponentProps, ReactElement } from 'react';

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'id' | 'onChange'> {
  label: string;
  /** Shown while the value is missing or invalid, after the shopper has left the field or tried to order. */
  error: string;
  /** Called with each valid value while the shopper types. */
  onSave: (value: string) => void;
}

/** A labelled field with the browser's own validation and an error of the shop. */
export function TextField({ label, error, onSave, className, ...input }: TextFieldProps): ReactElement {
  const id = useId();
  const [isInvalid, setIsInvalid] = useState(false);
  return (
    <div className={`field ${className ?? ''}`}>
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        required
        aria-invalid={isInvalid || undefined}
        aria-describedby={isInvalid ? `${id}error` : undefined}
        onChange={({ currentTarget: { validity, value } }) => {
          if (!validity.valid) return;
          setIsInvalid(false);
          onSave(value);
        }}
        onBlur={({ currentTarget }) => setIsInvalid(!currentTarget.validity.valid)}
        onInvalid={() => setIsInvalid(true)}
      />
      {isInvalid && (
        <p className="field-error" id={`${id}error`}>
          {error}
        </p>
      )}
    </div>
  );
}
