/** The alternatives: name in the tables, and file, which exports `Provider` and `Box`. */
export const apps = {
  'floor: fetch + useState': 'floor',
  'ky + react-query by hand': 'ky-react-query',
  'react-query, documented optimistic pattern': 'react-query-optimistic',
  'openapi-fetch + openapi-react-query': 'openapi-react-query',
  'by hand, Radix checkbox': 'radix',
  'by hand, Base UI checkbox': 'base-ui',
  'by hand, React Aria Components checkbox': 'react-aria',
  'c15t headless': 'c15t',
  'Commerce Layer react-components': 'commerce-layer',
  'norce-kit hooks': 'norce-hooks',
  'norce-kit ConsentCheckbox': 'norce-checkbox',
  'norce-kit NewsletterConsent': 'norce-newsletter',
  'norce-kit, lazy, with its engine': 'norce-lazy',
};

/** The alternatives that load more later, without that. */
export const starters = {
  'norce-kit, lazy, before its engine': 'norce-lazy',
};
