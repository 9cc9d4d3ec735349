import { ConsentErrorSummary, useConsentGate } from '@norce-kit/react';
import { OrderConsents } from './consent-group.example.tsx';

interface BrandedFormProps {
  className: string;
  legend: string;
  submitText: string;
}

export function BrandedForm({ className, legend, submitText }: BrandedFormProps) {
  const { getSubmitProps } = useConsentGate();
  return (
    <form className={className} noValidate onSubmit={(event) => event.preventDefault()}>
      <ConsentErrorSummary headingLevel={3} />
      <OrderConsents legend={legend} />
      <button className="brand-button" type="submit" {...getSubmitProps()}>
        {submitText}
      </button>
    </form>
  );
}
