// conform.tsx
import { getFormProps, getInputProps, parse, useForm } from '@conform-to/react';
import { NewsletterConsent, TermsConsent, useConsentGate } from '@norce-kit/react';

interface Values {
  email: string;
  news?: 'on';
}

/** Checks the fields, in the browser and on the server. A schema library can do it instead. */
function parseValues(formData: FormData) {
  return parse<Values, string[]>(formData, {
    resolve: (values) =>
      values['email'] ? { value: values as Values } : { error: { email: ['Enter your email address.'] } },
  });
}

export function CheckoutForm({ onPlace }: { onPlace: (values: Values) => void }) {
  const [form, fields] = useForm<Values>({
    onValidate: ({ formData }) => parseValues(formData),
    onSubmit: (event, { submission }) => {
      event.preventDefault();
      if (submission?.status === 'success') onPlace(submission.value);
    },
  });
  const { getSubmitProps } = useConsentGate();
  return (
    <form {...getFormProps(form)}>
      <label htmlFor={fields.email.id}>Email</label>{' '}
      <input {...getInputProps(fields.email, { type: 'email' })} key={fields.email.key} />
      {fields.email.errors && <p role="alert">{fields.email.errors}</p>}
      <NewsletterConsent consentId="ci_newsletter" name={fields.news.name} />
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
