// hook-form.tsx
import { NewsletterConsent, TermsConsent, useConsentGate } from '@norce-kit/react';
import { useForm, useWatch } from 'react-hook-form';
import { useAnswerValue } from './use-answer-value';

interface Values {
  email: string;
  news: boolean;
}

export function CheckoutForm({ onPlace }: { onPlace: (values: Values) => void }) {
  const { register, handleSubmit, control, setValue, reset, formState } = useForm<Values>({
    defaultValues: { email: '', news: false },
  });
  const { getSubmitProps } = useConsentGate();
  useAnswerValue('ci_newsletter', useWatch({ control, name: 'news' }), (checked) =>
    setValue('news', checked),
  );
  return (
    <form noValidate onSubmit={(event) => void handleSubmit(onPlace)(event)}>
      <label>
        Email <input type="email" {...register('email', { required: 'Enter your email address.' })} />
      </label>
      {formState.errors.email && <p role="alert">{formState.errors.email.message}</p>}
      <NewsletterConsent consentId="ci_newsletter" {...register('news')} />
      <TermsConsent consentId="ci_terms" termsUrl="/terms" />
      <button type="submit" {...getSubmitProps()}>
        Place order
      </button>
      <button type="button" onClick={() => reset()}>
        Reset
      </button>
    </form>
  );
}
