'use client';

import { cloneElement, useSyncExternalStore } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { FormFieldProvider } from '../hooks/form-field-provider.tsx';
import type { FormFieldProps } from '../provider.tsx';

/** Props of `ConsentFormFields`. */
export interface ConsentFormFieldsProps {
  /**
   * Id of this rendering of the page, 8 to 60 letters, digits, `_` and `-`, such as a UUID that the server makes. A form
   * that is sent twice then has one row in the consent log.
   * @default none: one row each time
   */
  submissionId?: string | undefined;
  /** The boxes of the form, all of the provider's order. */
  children?: ReactNode;
}

/**
 * Makes the boxes in a form work without JavaScript. In the server's HTML each box gets the name `consent.<id>`, in place
 * of its own, and a hidden field with the value that the page shows. `createOrderHandler` with `formReturnTo`, or
 * `handler.submitConsents`, writes what the shopper changed. Once a box is hydrated it saves each click itself, and the
 * form sends nothing of it.
 *
 * @example
 * <form method="post" action={`/api/norce/api/v0/checkout/orders/${orderId}/consents`}>
 *   <ConsentFormFields>
 *     <NewsletterConsent consentId="ci_newsletter" />
 *   </ConsentFormFields>
 *   <button>Save</button>
 * </form>
 */
export function ConsentFormFields({ submissionId, children }: ConsentFormFieldsProps): ReactElement {
  return (
    <FormFieldProvider formField={ConsentFormField}>
      {submissionId !== undefined && <input type="hidden" name="consent-submission" value={submissionId} />}
      {children}
    </FormFieldProvider>
  );
}

const subscribe = () => () => undefined;

/**
 * Renders a box with its hidden field, until it is hydrated. Browsers send nothing for a box without a tick, so the field
 * must be sent exactly if the box can be: without the box it would un-tick the consent.
 */
function ConsentFormField({ consentId, isReadOnly, box }: FormFieldProps): ReactElement {
  const isServed = useSyncExternalStore(
    subscribe,
    () => false,
    () => true,
  );
  const { checked, form, disabled } = box.props;
  // Without a script a read-only box can be clicked.
  const name = isReadOnly ? undefined : `consent.${consentId}`;
  return (
    <>
      {isServed ? cloneElement(box, { name, value: undefined }) : box}
      {isServed && !isReadOnly && (
        <input
          type="hidden"
          name={`shown.${consentId}`}
          value={String(checked)}
          autoComplete="off"
          form={form}
          disabled={disabled}
        />
      )}
    </>
  );
}
