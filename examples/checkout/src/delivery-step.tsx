import type { ReactElement } from 'react';
import { NoteField } from './note-field.tsx';
import { SavedStatus } from './saved-status.tsx';
import type { ShopOrder } from './shop.ts';
import { Step } from './step.tsx';
import { TextField } from './text-field.tsx';
import { useSavedFields } from './use-saved-fields.ts';

const addressKeys = ['givenName', 'familyName', 'streetAddress', 'postalCode', 'city'];
const noteKeys = ['deliveryNote'];

type DeliveryStepProps = Pick<ShopOrder, 'address' | 'deliveryNote'>;

export function DeliveryStep({ address, deliveryNote }: DeliveryStepProps): ReactElement {
  const fields = useSavedFields(addressKeys);
  // A note that cannot be saved must not stop the sale.
  const note = useSavedFields(noteKeys, { optional: true });
  return (
    <Step title="Delivery" status={<SavedStatus step="Delivery" fields={[fields, note]} />}>
      <div className="fields">
        <TextField
          className="is-half"
          label="First name"
          error="Enter a first name."
          autoComplete="given-name"
          defaultValue={address.givenName}
          onSave={(value) => fields.save('givenName', value)}
        />
        <TextField
          className="is-half"
          label="Last name"
          error="Enter a last name."
          autoComplete="family-name"
          defaultValue={address.familyName}
          onSave={(value) => fields.save('familyName', value)}
        />
        <TextField
          label="Street and number"
          error="Enter a street and a number."
          autoComplete="street-address"
          defaultValue={address.streetAddress}
          onSave={(value) => fields.save('streetAddress', value)}
        />
        <TextField
          className="is-third"
          label="Postcode"
          error="Enter five digits."
          autoComplete="postal-code"
          inputMode="numeric"
          pattern="\s*[0-9]{3}\s?[0-9]{2}\s*"
          dir="ltr"
          defaultValue={address.postalCode}
          onSave={(value) => fields.save('postalCode', value)}
        />
        <TextField
          className="is-two-thirds"
          label="City"
          error="Enter a city."
          autoComplete="address-level2"
          defaultValue={address.city}
          onSave={(value) => fields.save('city', value)}
        />
        <NoteField defaultValue={deliveryNote} onSave={(value) => note.save('deliveryNote', value)} />
      </div>
    </Step>
  );
}
