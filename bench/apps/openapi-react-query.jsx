import createFetchClient from 'openapi-fetch';
import createClient from 'openapi-react-query';
import { useState } from 'react';

export { Provider } from './query-provider.jsx';

const api = createClient(createFetchClient({ baseUrl: '/api/norce' }));

export function Box({ order, consent }) {
  const [checked, setChecked] = useState(consent.checked);
  const { mutate, isPending } = api.useMutation(
    'patch',
    '/api/v0/checkout/orders/{order_id}/consents/{consent_id}',
    { onError: (_, { body }) => setChecked(!body.checked) },
  );
  const save = (answer) => {
    setChecked(answer);
    mutate({
      params: { path: { order_id: order.id, consent_id: consent.id } },
      body: { checked: answer },
    });
  };
  return (
    <label>
      <input
        type="checkbox"
        checked={checked}
        aria-busy={isPending}
        onChange={(event) => save(event.target.checked)}
      />{' '}
      {consent.text}
    </label>
  );
}
