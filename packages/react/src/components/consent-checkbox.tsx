'use client';

import { forwardRef, useCallback, useId } from 'react';
import type {
  ChangeEvent,
  ComponentPropsWithoutRef,
  ForwardRefExoticComponent,
  ReactNode,
  RefAttributes,
} from 'react';
import { useMessages } from '../hooks/use-messages.ts';
import { useOrderConsent } from '../hooks/use-order-consent.ts';
import { ConsentStatus } from './consent-status.tsx';

type InputProps = ComponentPropsWithoutRef<'input'>;

export interface ConsentCheckboxProps extends Omit<
  InputProps,
  'type' | 'checked' | 'defaultChecked' | 'onChange' | 'className' | 'style' | 'children'
> {
  /** The consent's id on the order. */
  consentId: string;
  /** @default the order of the provider */
  orderId?: string;
  /**
   * What the shopper agrees to. Links belong into `description`, so that a click on one does not tick the box.
   * @default the order's own wording
   */
  label?: ReactNode;
  /** Said below the label and read out with it. */
  description?: ReactNode;
  /**
   * Whether the box must be ticked before the order can go on.
   * @default what the order says
   */
  required?: boolean;
  /** Called with the shopper's answer, before it is sent. `preventDefault` on the event keeps the answer from being taken. */
  onCheckedChange?: (checked: boolean, event: ChangeEvent<HTMLInputElement>) => void;
  /** Goes to the outermost element. */
  className?: string;
  /** Goes to the outermost element. */
  style?: InputProps['style'];
}

/**
 * A consent of the order as a native checkbox with its label and the state of its save. It is never ticked by us, never
 * disabled while it saves, and says in words when an answer is not on the order. Every further prop and `ref` go to
 * the `input`.
 *
 * The outermost element bears `data-state` (`checked` | `unchecked`), `data-save-state` (`idle` | `saving` | `saved` |
 * `not-saved` | `unknown` | `waiting`), `data-required` and, once the shopper tried to go on without it, `data-invalid`.
 */
export const ConsentCheckbox: ForwardRefExoticComponent<
  ConsentCheckboxProps & RefAttributes<HTMLInputElement>
> = forwardRef(function ConsentCheckbox(props: ConsentCheckboxProps, ref) {
  const {
    consentId,
    orderId,
    label,
    description,
    required,
    onCheckedChange,
    className,
    style,
    id,
    ...input
  } = props;
  const consent = useOrderConsent(consentId, orderId === undefined ? {} : { orderId });
  const messages = useMessages();
  const generatedId = useId();
  const inputId = id ?? generatedId;
  const descriptionId = `${generatedId}description`;
  const statusId = `${generatedId}status`;
  const isRequired = required ?? consent.required;
  // A box without words could be agreed to without knowing to what.
  const text = label ?? consent.text ?? consentId;

  const { ref: boxRef, checked, autoComplete, onChange: take } = consent.getCheckboxProps();
  const mergedRef = useCallback(
    (box: HTMLInputElement | null) => {
      boxRef(box);
      if (typeof ref === 'function') ref(box);
      else if (ref !== null) ref.current = box;
    },
    [boxRef, ref],
  );

  if (consent.isOnOrder === false) return null;

  const isMissing = consent.isMissing && isRequired;
  const describedBy = [
    input['aria-describedby'],
    description === undefined ? undefined : descriptionId,
    statusId,
  ];
  const onChange = (event: ChangeEvent<HTMLInputElement>) => {
    onCheckedChange?.(event.currentTarget.checked, event);
    if (!event.defaultPrevented) take(event);
  };

  return (
    <div
      className={className === undefined ? 'nk-consent' : `nk-consent ${className}`}
      style={style}
      data-state={consent.checked ? 'checked' : 'unchecked'}
      data-save-state={consent.saveState}
      data-required={isRequired ? '' : undefined}
      data-invalid={isMissing ? '' : undefined}
    >
      <div className="nk-consent-row">
        <input
          {...input}
          ref={mergedRef}
          id={inputId}
          className="nk-consent-box"
          type="checkbox"
          checked={checked}
          required={isRequired}
          autoComplete={autoComplete}
          aria-invalid={isMissing || input['aria-invalid']}
          onChange={onChange}
          aria-describedby={describedBy.filter(Boolean).join(' ')}
        />
        <label className="nk-consent-label" htmlFor={inputId}>
          {text}
          {isRequired && <span className="nk-consent-required"> ({messages.required})</span>}
        </label>
      </div>
      {description !== undefined && (
        <div className="nk-consent-description" id={descriptionId}>
          {description}
        </div>
      )}
      <ConsentStatus
        id={statusId}
        consent={consent}
        label={typeof text === 'string' ? text : (consent.text ?? consentId)}
      />
    </div>
  );
});
