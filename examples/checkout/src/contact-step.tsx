import type { ReactElement } from 'react';
import { SavedStatus } from './saved-status.tsx';
import type { ShopOrder } from './shop.ts';
import { Step } from './step.tsx';
import { TextField } from './text-field.tsx';
import { useSavedFields } from './use-saved-fields.ts';

export function ContactStep({ address: { email, phone } }: Pick<ShopOrder, 'address'>): ReactElement {
  const fields = useSavedFields(['email', 'phone']);
  return (
    <Step title="Contact" status={<SavedStatus step="Contact" fields={[fields]} />}>
      <div className="fields">
        <TextField
          label="Email"
          error="Enter an email address, such as name@example.com."
          type="email"
          autoComplete="email"
          dir="ltr"
          defaultValue={email}
          onSave={(value) => fields.save('email', value)}
        />
        <TextField
          label="Phone"
          error="Enter a phone number. The carrier sends a text message to it."
          type="tel"
          autoComplete="tel"
          dir="ltr"
          defaultValue={phone}
          onSave={(value) => fields.save('phone', value)}
        />
      </div>
    </Step>
  );
}
