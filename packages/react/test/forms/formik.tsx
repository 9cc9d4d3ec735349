// formik.tsx
import { NewsletterConsent, TermsConsent, useConsentGate } from '@norce-kit/react';
import { useFormik } from 'formik';
import { useAnswerValue } from './use-answer-value';

interface Values {
  email: string;
  news: boolean;
}

const initialValues: Values = { email: '', news: false };

export function CheckoutForm({ onPlace }: { onPlace: (values: Values) => void }) {
  const form = useFormik<Values>({ initialValues, onSubmit: onPlace });
  const { getSubmitProps } = useConsentGate();
  useAnswerValue('ci_newsletter', form.values.news, (checked) => void form.setFieldValue('news', checked));
  return (
    <form onSubmit={form.handleSubmit} onReset={form.handleReset}>
      <label>
        Email <input type="email" required {...form.getFieldProps('email')} />
      </label>
      <NewsletterConsent consentId="ci_newsletter" name="news" onBlur={form.handleBlur} />
      <TermsConsent consentId="ci_terms" termsUrl="/terms" />
      <button type="submit" {...getSubmitProps()}>
        Place order
      </button>
      <button type="reset">Reset</button>
    </form>
  );
}
