import { ConsentManagerProvider, useConsentManager } from '@c15t/react/headless';
import { useState } from 'react';

/** A cookie manager: five fixed categories, kept in localStorage and a cookie, then sent to a backend. */
const category = 'marketing';

export function Provider({ order, children }) {
  const [options] = useState(() => ({
    mode: 'custom',
    // Otherwise an un-tick reloads the page, in the middle of a checkout.
    reloadOnConsentRevoked: false,
    endpointHandlers: {
      init: async () => ({
        ok: true,
        error: null,
        response: null,
        data: {
          jurisdiction: 'GDPR',
          location: { countryCode: 'SE', regionCode: null },
          translations: { language: 'en', translations: {} },
          branding: 'none',
        },
      }),
      setConsent: async ({ body: { preferences } }) => {
        const response = await fetch(
          `/api/norce/api/v0/checkout/orders/${order.id}/consents/${order.consents[0].id}`,
          {
            method: 'PATCH',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ checked: preferences[category] }),
          },
        );
        return { ok: response.ok, error: null, response, data: {} };
      },
    },
  }));
  return <ConsentManagerProvider options={options}>{children}</ConsentManagerProvider>;
}

export function Box({ consent }) {
  const { consents, setConsent } = useConsentManager();
  return (
    <label>
      <input
        type="checkbox"
        checked={consents[category]}
        onChange={(event) => setConsent(category, event.target.checked)}
      />{' '}
      {consent.text}
    </label>
  );
}
