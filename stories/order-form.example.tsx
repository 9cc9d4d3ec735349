import { ConsentErrorSummary, ConsentGroup, useConsentGate } from '@norce-kit/react';
import type { ConsentErrorSummaryProps } from '@norce-kit/react';

interface OrderFormProps extends Pick<ConsentErrorSummaryProps, 'headingLevel'> {
  /** Text of the button, such as “Place order”. */
  submitText: string;
  /** Called once all consents are settled. */
  onReady: () => void;
}

export function OrderForm({ submitText, onReady, ...summary }: OrderFormProps) {
  const { getSubmitProps } = useConsentGate();
  return (
    <form noValidate onSubmit={(event) => event.preventDefault()}>
      <ConsentErrorSummary {...summary} />
      <ConsentGroup />
      <button className="button" type="submit" {...getSubmitProps({ onReady })}>
        {submitText}
      </button>
    </form>
  );
}
