// tanstack-form.tsx
import { NewsletterConsent, TermsConsent, useConsentGate } from '@norce-kit/react';
import { useForm, useSelector } from '@tanstack/react-form';
import { useAnswerValue } from './use-answer-value';

interface Values {
  email: string;
  news: boolean;
}

const defaultValues: Values = { email: '', news: false };

export function CheckoutForm({ onPlace }: { onPlace: (values: Values) => void }) {
  const form = useForm({ defaultValues, onSubmit: ({ value }) => onPlace(value) });
  const news = useSelector(form.store, ({ values }) => values.news);
  const { getSubmitProps } = useConsentGate();
  useAnswerValue('ci_newsletter', news, (checked) => form.setFieldValue('news', checked));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void form.handleSubmit();
      }}
    >
      <form.Field name="email">
        {({ name, state, handleChange, handleBlur }) => (
          <label>
            Email{' '}
            <input
              type="email"
              name={name}
              required
              value={state.value}
              onChange={(event) => handleChange(event.target.value)}
              onBlur={handleBlur}
            />
          </label>
        )}
      </form.Field>
      <form.Field name="news">
        {({ name, handleBlur }) => (
          <NewsletterConsent consentId="ci_newsletter" name={name} onBlur={handleBlur} />
        )}
      </form.Field>
      <TermsConsent consentId="ci_terms" termsUrl="/terms" />
      <button type="submit" {...getSubmitProps()}>
        Place order
      </button>
      <button type="button" onClick={() => form.reset()}>
        Reset
      </button>
    </form>
  );
}
